export default function BillingPage() { return null; }
