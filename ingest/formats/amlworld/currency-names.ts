/** The names of currencies in AMLworld files with their ISO 4217 codes. */
export const currencyNames: Readonly<Record<string, string>> = {
  'Australian Dollar': 'AUD',
  Bitcoin: 'BTC',
  'Brazil Real': 'BRL',
  'Canadian Dollar': 'CAD',
  Euro: 'EUR',
  'Mexican Peso': 'MXN',
  Ruble: 'RUB',
  Rupee: 'INR',
  'Saudi Riyal': 'SAR',
  Shekel: 'ILS',
  'Swiss Franc': 'CHF',
  'UK Pound': 'GBP',
  'US Dollar': 'USD',
  Yen: 'JPY',
  Yuan: 'CNY',
};
