/** The device's enrolment, `<userData>/device.json`: without it no folder of a person can be found. */
import { join } from 'node:path';
import { Check } from 'typebox/value';
import { DeviceRecord, type HostResult } from '../../shared/host/contract.ts';
import { jsonBytes, parsedJson, writeDurably, writeFailure, type FileLayer } from '../durable-files/index.ts';

const NAME = 'device.json';

export async function loadDevice(layer: FileLayer, userData: string): Promise<DeviceRecord | undefined> {
  const bytes = await layer.read(join(userData, NAME));
  const record = bytes === undefined ? undefined : parsedJson(bytes);
  return Check(DeviceRecord, record) ? record : undefined;
}

export async function saveDevice(layer: FileLayer, userData: string, record: DeviceRecord): Promise<HostResult<'device.save'>> {
  try {
    await layer.makeFolder(userData);
    await writeDurably(layer, userData, NAME, jsonBytes(record));
    return { ok: true };
  } catch (error) {
    return writeFailure(error);
  }
}

export async function removeDevice(layer: FileLayer, userData: string): Promise<void> {
  await layer.remove(join(userData, NAME));
}
