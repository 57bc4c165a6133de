// Messages of protobuf by the names and numbers of their fields in, their bytes out. The door to the
// protobuf library.
import {
  create,
  createFileRegistry,
  fromBinary,
  toBinary,
  type DescMessage,
} from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';
import { present } from '../ground/known.js';

/** A field: its number and what it holds, a scalar or a message; `[]` behind it where it repeats. */
export type Field = readonly [number: number, holds: string];

/** The messages of a file: of each its fields, by the names that they have there. */
export type Messages = Readonly<Record<string, Readonly<Record<string, Field>>>>;

const scalars: Readonly<Record<string, FieldDescriptorProto_Type>> = {
  bool: FieldDescriptorProto_Type.BOOL,
  int32: FieldDescriptorProto_Type.INT32,
  int64: FieldDescriptorProto_Type.INT64,
  float: FieldDescriptorProto_Type.FLOAT,
  double: FieldDescriptorProto_Type.DOUBLE,
  string: FieldDescriptorProto_Type.STRING,
  bytes: FieldDescriptorProto_Type.BYTES,
};

/**
 * What writes the message `root` of these: fields are named in camel case (`irVersion`), int64 are
 * bigints, and what is undefined is left out.
 */
export function encoderOf(
  messages: Messages,
  root: string,
): (message: Readonly<Record<string, unknown>>) => Uint8Array {
  const schema = schemaOf(messages, root);
  return (message) => toBinary(schema, create(schema, { ...message }));
}

/** What reads the bytes of a message `root`: its fields in camel case, or null where they are none. */
export function readerOf(
  messages: Messages,
  root: string,
): (bytes: Uint8Array) => Readonly<Record<string, unknown>> | null {
  const schema = schemaOf(messages, root);
  return (bytes) => {
    try {
      return { ...fromBinary(schema, bytes) };
    } catch {
      return null;
    }
  };
}

function schemaOf(messages: Messages, root: string): DescMessage {
  const file = create(FileDescriptorProtoSchema, {
    name: 'dlx.proto',
    package: 'dlx',
    syntax: 'proto2',
    messageType: Object.entries(messages).map(described),
  });
  const registry = createFileRegistry(file, () => undefined);
  return present(registry.getMessage(`dlx.${root}`), `the message ${root}`);
}

function described([name, fields]: readonly [string, Readonly<Record<string, Field>>]) {
  return {
    name,
    field: Object.entries(fields).map(([field, [number, holds]]) => {
      const of = holds.replace('[]', '');
      const type = scalars[of];
      return {
        name: field,
        number,
        label: holds.endsWith('[]')
          ? FieldDescriptorProto_Label.REPEATED
          : FieldDescriptorProto_Label.OPTIONAL,
        ...(type === undefined
          ? { type: FieldDescriptorProto_Type.MESSAGE, typeName: `.dlx.${of}` }
          : { type }),
      };
    }),
  };
}
