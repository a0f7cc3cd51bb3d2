package io.s3dlio.store.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.IoEvents;
import io.s3dlio.store.Limits;
import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Part;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadPage;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.UploadToken;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each layer forwards each call of the contract, so that a new call cannot be forgotten. */
final class ForwardingTest {

  private static final ObjectUri ROOT = ObjectUri.parse("memory://root");
  private static final UploadToken TOKEN = new UploadToken(ROOT, "k", "id", PutOptions.none());

  /** One value of each type that the contract takes or gives. */
  private static final Map<Class<?>, Object> VALUES =
      Map.ofEntries(
          Map.entry(String.class, "k"),
          Map.entry(int.class, 1),
          Map.entry(long.class, 0L),
          Map.entry(ByteBuffer.class, ByteBuffer.allocate(1)),
          Map.entry(ByteRange.class, ByteRange.of(0, 1)),
          Map.entry(ReadHints.class, ReadHints.none()),
          Map.entry(ListQuery.class, ListQuery.recursive("")),
          Map.entry(PutOptions.class, PutOptions.none()),
          Map.entry(PutCondition.class, PutCondition.always()),
          Map.entry(CopyOptions.class, CopyOptions.none()),
          Map.entry(UploadToken.class, TOKEN),
          Map.entry(UploadQuery.class, UploadQuery.of("")),
          Map.entry(List.class, List.of()),
          Map.entry(Set.class, Set.of()),
          Map.entry(ObjectUri.class, ROOT),
          Map.entry(Limits.class, new Limits(1, 1, 1, 1, 1, 1)),
          Map.entry(ObjectStat.class, ObjectStat.of("k", 1, "e")),
          Map.entry(ListPage.class, new ListPage(List.of(), List.of(), Optional.empty())),
          Map.entry(UploadPage.class, new UploadPage(List.of(), Optional.empty())),
          Map.entry(Part.class, new Part(1, 0, 1, "e", OptionalInt.empty())));

  private final List<String> calls = new ArrayList<>();

  @TestFactory
  List<DynamicTest> eachLayerForwardsEachCall() {
    Map<String, UnaryOperator<ObjectStore>> layers =
        Map.of(
            "metered", store -> new MeteredStore(store, new StoreMetrics(), Clock.systemUTC()),
            "retrying", ForwardingTest::retrying,
            "faulty", store -> new FaultyStore(store, FaultPlan.script()));
    List<DynamicTest> tests = new ArrayList<>();
    layers.forEach(
        (name, layer) -> {
          for (Class<?> contract : List.of(ObjectStore.class, ObjectReader.class, Upload.class)) {
            for (Method method : contract.getMethods()) {
              tests.add(
                  DynamicTest.dynamicTest(
                      name + " " + contract.getSimpleName() + "." + method.getName(),
                      () -> check(layer, contract, method)));
            }
          }
        });
    return tests;
  }

  private void check(UnaryOperator<ObjectStore> layer, Class<?> contract, Method method)
      throws ReflectiveOperationException, IOException {
    ObjectStore store = layer.apply(recorder(ObjectStore.class));
    Object subject = store;
    if (contract == ObjectReader.class) {
      subject = store.open("k", ReadHints.none());
    } else if (contract == Upload.class) {
      subject = store.startUpload("k", PutOptions.none());
    }
    calls.clear();
    Object[] arguments =
        Arrays.stream(method.getParameterTypes()).map(this::value).toArray(Object[]::new);
    method.invoke(subject, arguments);
    assertThat(calls).contains(contract.getSimpleName() + "." + method.getName());
  }

  private static ObjectStore retrying(ObjectStore store) {
    StoreConfig config = StoreConfig.defaults();
    return new RetryingStore(
        store, config.retry(), IoRuntime.shared(config.memory()), IoEvents.NONE);
  }

  private <T> T recorder(Class<T> contract) {
    return contract.cast(
        Proxy.newProxyInstance(
            contract.getClassLoader(),
            new Class<?>[] {contract},
            (proxy, method, arguments) -> {
              calls.add(contract.getSimpleName() + "." + method.getName());
              return method.getReturnType() == void.class ? null : value(method.getReturnType());
            }));
  }

  private Object value(Class<?> type) {
    if (type == ObjectReader.class || type == Upload.class) {
      return recorder(type);
    }
    if (type == ReadableByteChannel.class) {
      return Channels.newChannel(new ByteArrayInputStream(new byte[1]));
    }
    Object value = type == UploadToken.class ? TOKEN : VALUES.get(type);
    if (value == null) {
      throw new AssertionError("the contract has a new type, give it a value here: " + type);
    }
    return value;
  }
}
