import { forbidden } from '../../accounts/roles.js';
import type { Call } from '../../platform/call.js';
import { notFound } from '../../platform/errors.js';
import { findCustomer, isStaff, listCustomers, updateCustomer } from '../repository/customers.js';
import { findVendorOf } from '../repository/vendors.js';
import type { Customer, CustomerEdit } from '../schema.js';
import { versionConflict } from './refusals.js';

export async function getCustomer(call: Call): Promise<Customer> {
  const customer = await call.read((tx) => findCustomer(tx, call.userId));
  if (!customer) throw notFound('customer');
  return customer;
}

/** Changes one's own name and address if nobody (another tab) has since the version one saw. */
export async function editCustomer(call: Call, wanted: CustomerEdit): Promise<Customer> {
  return call.write(async (tx) => {
    const customer = await updateCustomer(tx, call.userId, wanted);
    if (customer) return customer;
    const current = await findCustomer(tx, call.userId);
    if (!current) throw notFound('customer');
    throw versionConflict('customer', wanted.version, current);
  });
}

/** For those who invoice them, and for admins. */
export async function getCustomers(call: Call): Promise<Pick<Customer, 'id' | 'name'>[]> {
  return call.read(async (tx) => {
    if (!(await findVendorOf(tx, call.userId)) && !(await isStaff(tx, call.userId))) throw forbidden('Only vendors and admins see the customers.');
    return listCustomers(tx);
  });
}
