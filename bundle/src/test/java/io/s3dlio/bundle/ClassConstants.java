package io.s3dlio.bundle;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one class file names (JVM specification, section 4.4).
 *
 * @param texts what the source wrote as string literals
 * @param classes names of the classes referred to, with dots
 * @param methods that are called, as {@code package.Class.name(descriptor)}, with dots in the class
 */
record ClassConstants(List<String> texts, List<String> classes, List<String> methods) {

  /** Two places in the table of constants. */
  private record Pair(int first, int second) {}

  static ClassConstants read(InputStream classFile) throws IOException {
    DataInputStream in = new DataInputStream(classFile);
    if (in.readInt() != 0xCAFEBABE) {
      throw new IOException("not a class file");
    }
    in.skipNBytes(4);
    int count = in.readUnsignedShort();
    Map<Integer, String> words = new HashMap<>();
    List<Integer> texts = new ArrayList<>();
    Map<Integer, Integer> classes = new HashMap<>();
    Map<Integer, Pair> names = new HashMap<>();
    List<Pair> methods = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> words.put(i, in.readUTF());
        case 7 -> classes.put(i, in.readUnsignedShort());
        case 8 -> texts.add(in.readUnsignedShort());
        case 10, 11 -> methods.add(pair(in));
        case 12 -> names.put(i, pair(in));
        case 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 3, 4, 9, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // a long or double takes two places
        }
        default -> throw new IOException("unknown constant " + tag);
      }
    }
    Map<Integer, String> dotted = new HashMap<>();
    classes.forEach((at, word) -> dotted.put(at, words.getOrDefault(word, "").replace('/', '.')));
    return new ClassConstants(
        texts.stream().map(words::get).toList(),
        List.copyOf(dotted.values()),
        methods.stream().map(method -> shown(method, dotted, names, words)).toList());
  }

  private static Pair pair(DataInputStream in) throws IOException {
    return new Pair(in.readUnsignedShort(), in.readUnsignedShort());
  }

  private static String shown(
      Pair method,
      Map<Integer, String> classes,
      Map<Integer, Pair> names,
      Map<Integer, String> words) {
    Pair name = names.getOrDefault(method.second(), new Pair(0, 0));
    return classes.get(method.first()) + "." + words.get(name.first()) + words.get(name.second());
  }
}
