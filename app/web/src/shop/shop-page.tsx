import { Redirect, Route, Switch } from 'wouter';
import { DomainBar } from '../ui/domain-bar';
import { NoticeList } from '../ui/notice-list';
import { useArrival } from '../ui/use-arrival';
import { CataloguePage } from './catalogue-page';
import { CheckoutPage } from './checkout-page';
import { OrderPage } from './order-page';
import { OrdersPage } from './orders-page';
import { ProductPage } from './product-page';
import { StaffPage } from './staff-page';
import { ShopContext, useLiveShop, useRights, type Opened } from './use-shop';
import './shop.css';

export default function ShopPage() {
  const opened = useLiveShop();
  useArrival();
  return (
    <ShopContext value={opened}>
      <Bar opened={opened} />
      <Switch>
        <Route path="/shop"><CataloguePage /></Route>
        {/* The keys: another product or order is another page, with nothing of the one before. */}
        <Route path="/shop/products/:id">{({ id }) => <ProductPage key={id} id={id} />}</Route>
        <Route path="/shop/checkout"><CheckoutPage /></Route>
        <Route path="/shop/orders"><OrdersPage /></Route>
        <Route path="/shop/orders/:id">{({ id }) => <OrderPage key={id} id={id} />}</Route>
        <Route path="/shop/staff"><StaffPage /></Route>
        <Route><Redirect to="/shop" replace /></Route>
      </Switch>
    </ShopContext>
  );
}

function Bar({ opened: { shop, link, retryLink } }: { opened: Opened }) {
  const { staff } = useRights();
  const pages = [
    { to: '/shop', name: 'Products' },
    { to: '/shop/checkout', name: 'Checkout' },
    { to: '/shop/orders', name: 'Orders' },
    ...(staff ? [{ to: '/shop/staff', name: 'Staff' }] : []),
  ];
  return (
    <DomainBar name="Shop pages" pages={pages} link={link} onRetry={retryLink}>
      <NoticeList notices={shop.notices} />
    </DomainBar>
  );
}
