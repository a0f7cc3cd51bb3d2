package io.s3dlio.store;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Tests of the contract that a test server cannot pass because it is not the service it stands for,
 * each with its reason.
 *
 * <p>They are run all the same and must fail: a server that has been mended fails the build until
 * its line is gone. Where a flaw shows only now and then, both outcomes are taken.
 */
public abstract class FlawsOfServers implements InvocationInterceptor {

  /** How often a flaw is seen. */
  public enum Shows {
    ALWAYS,
    SOMETIMES
  }

  /**
   * One flaw.
   *
   * @param server the constant that names it
   * @param test the contract's method that it fails
   */
  public record Flaw(Enum<?> server, String test, Shows shows, String reason) {}

  private final List<Flaw> flaws;

  protected FlawsOfServers(List<Flaw> flaws) {
    this.flaws = flaws;
  }

  /** All of them. */
  public final List<Flaw> flaws() {
    return flaws;
  }

  /** The server that a test runs on. */
  protected abstract Enum<?> server(Object test);

  @Override
  public final void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext context)
      throws Throwable {
    Enum<?> server = server(context.getRequiredTestInstance());
    String method = invocationContext.getExecutable().getName();
    List<Flaw> known =
        flaws.stream()
            .filter(flaw -> flaw.server() == server && flaw.test().equals(method))
            .toList();
    if (known.isEmpty()) {
      invocation.proceed();
      return;
    }
    Flaw flaw = known.get(0);
    try {
      invocation.proceed();
    } catch (Exception | AssertionError expected) {
      context.publishReportEntry("known flaw of " + flaw.server(), flaw.reason());
      return;
    }
    if (flaw.shows() == Shows.ALWAYS) {
      throw new AssertionError(
          flaw.server() + " passes now: take the line \"" + flaw.reason() + "\" out of KnownFlaws");
    }
  }
}
