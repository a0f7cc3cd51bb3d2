package io.s3dlio.tfrecord.spark.v1;

import java.util.HashMap;
import java.util.Map;
import scala.Tuple2;
import scala.collection.Iterator;

/** Scala's collections by the few calls that are the same in Scala 2.12 and 2.13. No instance. */
final class ScalaMaps {

  private ScalaMaps() {}

  /** A copy for Java. */
  static Map<String, String> toJava(scala.collection.immutable.Map<String, String> map) {
    Map<String, String> copy = new HashMap<>();
    Iterator<Tuple2<String, String>> entries = map.iterator();
    while (entries.hasNext()) {
      Tuple2<String, String> entry = entries.next();
      copy.put(entry._1(), entry._2());
    }
    return copy;
  }
}
