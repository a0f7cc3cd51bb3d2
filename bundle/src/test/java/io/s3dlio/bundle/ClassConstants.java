package io.s3dlio.bundle;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The text constants and the class references of one class file (JVM specification, section 4.4).
 *
 * @param texts what the source wrote as string literals
 * @param classes names of the classes referred to, with dots
 */
record ClassConstants(List<String> texts, List<String> classes) {

  static ClassConstants read(InputStream classFile) throws IOException {
    DataInputStream in = new DataInputStream(classFile);
    if (in.readInt() != 0xCAFEBABE) {
      throw new IOException("not a class file");
    }
    in.skipNBytes(4);
    int count = in.readUnsignedShort();
    Map<Integer, String> words = new HashMap<>();
    List<Integer> texts = new ArrayList<>();
    List<Integer> classes = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> words.put(i, in.readUTF());
        case 7 -> classes.add(in.readUnsignedShort());
        case 8 -> texts.add(in.readUnsignedShort());
        case 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // a long or double takes two places
        }
        default -> throw new IOException("unknown constant " + tag);
      }
    }
    return new ClassConstants(
        texts.stream().map(words::get).toList(),
        classes.stream().map(at -> words.getOrDefault(at, "").replace('/', '.')).toList());
  }
}
