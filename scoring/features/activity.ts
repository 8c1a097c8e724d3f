import { dayWindow, hourWindow } from '../../graph/window/windows.ts';
import { secondsSince } from './arithmetic.ts';
import type { FeatureContext } from './context.ts';
import type { Feature } from './feature.ts';

/** Devices that an account took up in the day before the transfer, which may name one of them. */
function newDevices({ session, arrival }: FeatureContext, account: number): number {
  const { at } = arrival.event;
  return session.identifiers.takenUp(account, 'device', at - session.windows[dayWindow], at);
}

/**
 * What the owners of the accounts did beside paying: authentications, sensitive changes (see `logAction`) and new devices. All of
 * it as of the time of the transfer itself, so an activity that happened later is not seen, even when it was learned of before.
 */
export const activityFeatures: readonly Feature[] = [
  {
    name: 'sender_auth_count_1d',
    unit: 'count',
    window: '1d',
    description: 'Authentications of the sender, failed ones included.',
    compute: ({ senderActivity }) => senderActivity.authentications[dayWindow],
  },
  {
    name: 'sender_auth_failures_1h',
    unit: 'count',
    window: '1h',
    description: 'Failed authentications of the sender.',
    compute: ({ senderActivity }) => senderActivity.failures[hourWindow],
  },
  {
    name: 'sender_auth_failures_1d',
    unit: 'count',
    window: '1d',
    description: 'Failed authentications of the sender.',
    compute: ({ senderActivity }) => senderActivity.failures[dayWindow],
  },
  {
    name: 'sender_seconds_since_auth_7d',
    unit: 'seconds',
    window: '7d',
    description: 'Time since the last successful authentication of the sender; -1 when there was none.',
    compute: ({ senderActivity, arrival }) => secondsSince(senderActivity.lastSuccessAt, arrival.event.at),
  },
  {
    name: 'sender_seconds_since_auth_failure_7d',
    unit: 'seconds',
    window: '7d',
    description: 'Time since the last failed authentication of the sender; -1 when there was none.',
    compute: ({ senderActivity, arrival }) => secondsSince(senderActivity.lastFailureAt, arrival.event.at),
  },
  {
    name: 'sender_changes_1d',
    unit: 'count',
    window: '1d',
    description: 'Sensitive changes of the sender: payee, limit, password, phone, e-mail, address.',
    compute: ({ senderActivity }) => senderActivity.changes[dayWindow],
  },
  {
    name: 'sender_seconds_since_change_7d',
    unit: 'seconds',
    window: '7d',
    description: 'Time since the last sensitive change of the sender; -1 when there was none.',
    compute: ({ senderActivity, arrival }) => secondsSince(senderActivity.lastChangeAt, arrival.event.at),
  },
  {
    name: 'sender_activity_capped',
    unit: 'flag',
    window: '7d',
    description:
      '1 when authentications or changes of the sender were dropped at a limit and its counts may be too low.',
    compute: ({ senderActivity }) => (senderActivity.capped ? 1 : 0),
  },
  {
    name: 'sender_new_devices_1d',
    unit: 'count',
    window: '1d',
    description: 'Devices that the sender used for the first time, its very first one not counted.',
    compute: (c) => newDevices(c, c.arrival.from),
  },
  {
    name: 'receiver_new_devices_1d',
    unit: 'count',
    window: '1d',
    description: 'Devices that the receiver used for the first time, its very first one not counted.',
    compute: (c) => newDevices(c, c.arrival.to),
  },
  {
    name: 'sender_device_age_seconds',
    unit: 'seconds',
    window: 'life',
    description:
      'Time since the sender first used the device of this transfer: 0 for the first time; -1 when it names none.',
    compute: ({ session, arrival: { event, from } }) =>
      event.device === undefined
        ? -1
        : secondsSince(session.identifiers.firstUsedAt(from, 'device', event.device), event.at),
  },
];
