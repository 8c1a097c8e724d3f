/** A country of the simulation with its banks. Bank codes are invented. */
export interface Country {
  readonly code: string;
  readonly currency: string;
  /** Relative number of accounts. */
  readonly weight: number;
  readonly banks: readonly string[];
  readonly cities: readonly string[];
}

const country = (
  code: string,
  currency: string,
  weight: number,
  banks: readonly string[],
  cities: readonly string[],
): Country => ({
  code,
  currency,
  weight,
  banks: banks.map((bank) => bank + code),
  cities: cities.map((city) => `${code}-${city}`),
});

/** The world, largest first. */
export const countries: readonly Country[] = [
  country('PT', 'EUR', 40, ['LUSO', 'TEJO', 'DOUR', 'ALGA', 'MINH'], ['LIS', 'OPO', 'BRG', 'FAO', 'CBR']),
  country('ES', 'EUR', 22, ['IBRA', 'MESE', 'CANT'], ['MAD', 'BCN', 'SVQ', 'VLC']),
  country('DE', 'EUR', 14, ['RHNA', 'ELBE'], ['BER', 'MUC', 'HAM']),
  country('GB', 'GBP', 10, ['THMS', 'SVRN'], ['LON', 'MAN', 'EDI']),
  country('US', 'USD', 8, ['HUDS', 'PCFC'], ['NYC', 'LAX', 'CHI']),
  country('BR', 'BRL', 4, ['AMZN', 'CRDO'], ['SAO', 'RIO']),
  country('CH', 'CHF', 2, ['ALPN'], ['ZRH', 'GVA']),
];
