/** PostgreSQL settings of the embedded server: a small service that never trades durability for speed. */
const settings: Readonly<Record<string, string>> = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '64MB',
  work_mem: '16MB',
  maintenance_work_mem: '64MB',
  max_connections: '32',
  // No replica and no base backup of a private server: less is written.
  wal_level: 'minimal',
  max_wal_senders: '0',
  wal_buffers: '16MB',
  min_wal_size: '128MB',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  // One process a connection and no helpers: the work is small, and /dev/shm of a container too.
  io_method: 'sync',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  max_logical_replication_workers: '0',
  huge_pages: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  unix_socket_permissions: '0700',
  idle_in_transaction_session_timeout: '60s',
  logging_collector: 'off',
  log_min_messages: 'warning',
  // Statements hold account names: they do not belong into a log.
  log_min_error_statement: 'panic',
  cluster_name: 'anel',
};

/** The setting through which a server names the Anel process that started it. */
export const ownerSetting = 'anel.owner_pid';

/** The command line of the postmaster for a cluster, an endpoint and an owner. */
export function serverArguments(cluster: string, host: string, port: number, ownerPid: number): string[] {
  const isSocket = host.startsWith('/');
  const all = {
    ...settings,
    port: `${port}`,
    listen_addresses: isSocket ? '' : host,
    unix_socket_directories: isSocket ? host : '',
    [ownerSetting]: `${ownerPid}`,
  };
  return ['-D', cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}
