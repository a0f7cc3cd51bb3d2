package io.s3dlio.tfrecord.example;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Google's own runtime reads out of payloads: the descriptors of example.proto, by hand. */
final class GoogleMessages {

  /** A Feature: values are Long, the bits of a float as Integer, or ByteString. */
  record Value(@Nullable FeatureKind kind, List<Object> values) {}

  /** A message: its features or context, and its feature_lists. */
  record Content(Map<String, Value> features, Map<String, List<Value>> lists) {}

  private static final FileDescriptor FILE = file();

  private GoogleMessages() {}

  /** Parses a payload of that type. */
  static Content parse(RecordType type, byte[] payload) throws InvalidProtocolBufferException {
    boolean isSequence = type == RecordType.SEQUENCE_EXAMPLE;
    Message message = message(type, payload);
    Map<String, Value> features = new LinkedHashMap<>();
    Map<String, List<Value>> lists = new LinkedHashMap<>();
    for (Message entry : repeated(child(message, isSequence ? "context" : "features"), "feature")) {
      features.put((String) field(entry, "key"), value(child(entry, "value")));
    }
    if (isSequence) {
      for (Message entry : repeated(child(message, "feature_lists"), "feature_list")) {
        List<Value> steps = new ArrayList<>();
        for (Message step : repeated(child(entry, "value"), "feature")) {
          steps.add(value(step));
        }
        lists.put((String) field(entry, "key"), steps);
      }
    }
    return new Content(features, lists);
  }

  /** A payload as Google's runtime writes what it read, with the entries in the order they had. */
  static byte[] rewrite(RecordType type, byte[] payload) throws InvalidProtocolBufferException {
    return message(type, payload).toByteArray();
  }

  private static Message message(RecordType type, byte[] payload)
      throws InvalidProtocolBufferException {
    return DynamicMessage.parseFrom(FILE.findMessageTypeByName(type.text()), payload);
  }

  private static Value value(Message feature) {
    FieldDescriptor set =
        feature.getOneofFieldDescriptor(feature.getDescriptorForType().getOneofs().get(0));
    List<Object> values = new ArrayList<>();
    if (set == null) {
      return new Value(null, values);
    }
    for (Object value : (List<?>) field(child(feature, set.getName()), "value")) {
      values.add(value instanceof Float f ? Float.floatToRawIntBits(f) : value);
    }
    return new Value(FeatureKind.ofField(set.getNumber()), values);
  }

  private static Object field(Message message, String name) {
    return message.getField(message.getDescriptorForType().findFieldByName(name));
  }

  private static Message child(Message message, String name) {
    return (Message) field(message, name);
  }

  private static List<Message> repeated(Message message, String name) {
    return ((List<?>) field(message, name)).stream().map(Message.class::cast).toList();
  }

  private static FileDescriptor file() {
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("example.proto")
            .setSyntax("proto3")
            .addMessageType(
                message(
                    "BytesList", repeated("value", 1, FieldDescriptorProto.Type.TYPE_BYTES, "")))
            .addMessageType(
                message(
                    "FloatList", repeated("value", 1, FieldDescriptorProto.Type.TYPE_FLOAT, "")))
            .addMessageType(
                message(
                    "Int64List", repeated("value", 1, FieldDescriptorProto.Type.TYPE_INT64, "")))
            .addMessageType(feature())
            .addMessageType(map("Features", "feature", "Feature"))
            .addMessageType(
                message(
                    "FeatureList",
                    repeated("feature", 1, FieldDescriptorProto.Type.TYPE_MESSAGE, "Feature")))
            .addMessageType(map("FeatureLists", "feature_list", "FeatureList"))
            .addMessageType(message("Example", single("features", 1, "Features")))
            .addMessageType(
                message(
                    "SequenceExample",
                    single("context", 1, "Features"),
                    single("feature_lists", 2, "FeatureLists")))
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DescriptorProto feature() {
    return DescriptorProto.newBuilder()
        .setName("Feature")
        .addOneofDecl(OneofDescriptorProto.newBuilder().setName("kind"))
        .addField(single("bytes_list", 1, "BytesList").toBuilder().setOneofIndex(0))
        .addField(single("float_list", 2, "FloatList").toBuilder().setOneofIndex(0))
        .addField(single("int64_list", 3, "Int64List").toBuilder().setOneofIndex(0))
        .build();
  }

  private static DescriptorProto map(String name, String field, String value) {
    DescriptorProto entry =
        message("Entry", string("key"), single("value", 2, value)).toBuilder()
            .setOptions(MessageOptions.newBuilder().setMapEntry(true))
            .build();
    return message(
            name,
            repeated(
                field, 1, FieldDescriptorProto.Type.TYPE_MESSAGE, name + "." + entryName(field)))
        .toBuilder()
        .addNestedType(entry.toBuilder().setName(entryName(field)))
        .build();
  }

  /** protoc's name of the message of a map's entry. */
  private static String entryName(String field) {
    return field.equals("feature") ? "FeatureEntry" : "FeatureListEntry";
  }

  private static DescriptorProto message(String name, FieldDescriptorProto... fields) {
    return DescriptorProto.newBuilder().setName(name).addAllField(List.of(fields)).build();
  }

  private static FieldDescriptorProto string(String name) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(1)
        .setLabel(Label.LABEL_OPTIONAL)
        .setType(FieldDescriptorProto.Type.TYPE_STRING)
        .build();
  }

  private static FieldDescriptorProto single(String name, int number, String type) {
    return repeated(name, number, FieldDescriptorProto.Type.TYPE_MESSAGE, type).toBuilder()
        .setLabel(Label.LABEL_OPTIONAL)
        .build();
  }

  private static FieldDescriptorProto repeated(
      String name, int number, FieldDescriptorProto.Type type, String typeName) {
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setName(name)
            .setNumber(number)
            .setLabel(Label.LABEL_REPEATED)
            .setType(type);
    return (typeName.isEmpty() ? field : field.setTypeName(typeName)).build();
  }

  /** The values of a row as Google's runtime would name them; null when the row is. */
  static @Nullable Value row(FeatureColumn column, byte[] payload) {
    if (column.isNull(0)) {
      return null;
    }
    boolean isScalar = column.spec().depth() == FeatureDepth.SCALAR;
    return values(column, payload, 0, isScalar ? 1 : column.offsets()[1]);
  }

  /** As {@link #row}, of a list of lists. */
  static @Nullable List<Value> rows(FeatureColumn column, byte[] payload) {
    if (column.isNull(0)) {
      return null;
    }
    List<Value> steps = new ArrayList<>();
    for (int step = column.offsets()[0]; step < column.offsets()[1]; step++) {
      steps.add(
          values(column, payload, column.stepOffsets()[step], column.stepOffsets()[step + 1]));
    }
    return steps;
  }

  private static Value values(FeatureColumn column, byte[] payload, int from, int to) {
    List<Object> values = new ArrayList<>();
    for (int i = from; i < to; i++) {
      values.add(
          switch (column.spec().kind()) {
            case INT64 -> column.longs()[i];
            case FLOAT -> Float.floatToRawIntBits(column.floats()[i]);
            case BYTES -> ByteString.copyFrom(payload, column.starts()[i], column.lengths()[i]);
          });
    }
    return new Value(column.spec().kind(), values);
  }
}
