import { Choice } from '../ui/choice';
import { useProducts, useWarehouses } from './use-shop';

interface Props {
  warehouseId: string;
  productId: string;
  /** Which warehouse is settled; only the product is to be chosen. */
  settled?: boolean;
  disabled?: boolean;
  onWarehouse: (id: string) => void;
  onProduct: (id: string) => void;
}

/** Of a product in a warehouse. */
export function PlaceChoice({ warehouseId, productId, settled, disabled, onWarehouse, onProduct }: Props) {
  const { data: products = [] } = useProducts();
  const { data: warehouses = [] } = useWarehouses();
  return (
    <>
      <Choice label="Warehouse" none="Choose one" value={warehouseId} options={warehouses.map(({ id, name }) => ({ value: id, name }))} disabled={disabled || settled} onChoose={onWarehouse} />
      <Choice label="Product" none="Choose one" value={productId} options={products.map(({ id, name, sku }) => ({ value: id, name: `${name} (${sku})` }))} disabled={disabled} onChoose={onProduct} />
    </>
  );
}
