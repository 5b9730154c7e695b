package dev.sluice.control.rest;

import dev.sluice.control.change.Ids;
import dev.sluice.control.change.Writer;
import dev.sluice.control.distribute.Distributor;
import dev.sluice.control.distribute.RemoteNodes;
import dev.sluice.control.status.Conditions;
import dev.sluice.control.status.Sampler;
import dev.sluice.control.store.Store;
import dev.sluice.control.store.StoreException;
import dev.sluice.measure.Measure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests, says who may, finds the route, and turns every failure into an answer. */
public final class Api implements HttpService {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final HostCheck hostCheck;
    private final AccessToken token;
    private final List<Route> routes;

    /**
     * What the endpoints work with.
     *
     * @param nodes those that have joined; null where none can
     */
    public record Parts(
            Writer writer,
            Store store,
            Distributor distributor,
            Conditions conditions,
            Sampler sampler,
            Measure measure,
            AccessToken token,
            Ids ids,
            InstantSource clock,
            @Nullable RemoteNodes nodes) {}

    /**
     * Puts the endpoints together.
     *
     * @param boundName the name or address that the server is bound by
     */
    public Api(Parts parts, String boundName) {
        this.hostCheck = new HostCheck(boundName);
        this.token = parts.token();
        this.routes = new ArrayList<>();
        routes.addAll(new ResourceEndpoints(parts).routes());
        routes.addAll(new ApplyEndpoint(parts).routes());
        routes.addAll(new WatchEndpoint(parts).routes());
        routes.addAll(new ReportEndpoints(parts).routes());
        routes.addAll(new ExplainEndpoints(parts).routes());
        routes.addAll(new NodeEndpoints(parts).routes());
        routes.addAll(new OpenApi(routes).routes());
    }

    List<Route> routes() {
        return List.copyOf(routes);
    }

    @Override
    public ApiResponse handle(ApiRequest request) throws InterruptedException {
        try {
            if (!hostCheck.allows(request.header("host").orElse("")) && !bearsToken(request)) {
                throw ApiFault.of(
                        ErrorCode.WRONG_HOST,
                        "use the address this server listens on, or localhost, as the host");
            }
            return dispatch(request);
        } catch (ApiFault fault) {
            return fault.response();
        } catch (StoreException failure) {
            LOG.error("{} {} failed", request.method(), request.path(), failure);
            return ProblemDocument.of(ErrorCode.UNAVAILABLE, String.valueOf(failure.getMessage()));
        } catch (RuntimeException fault) {
            LOG.error("{} {} failed", request.method(), request.path(), fault);
            return ProblemDocument.of(
                    ErrorCode.INTERNAL, "see control's log, and report it with what was sent");
        }
    }

    private ApiResponse dispatch(ApiRequest request) throws ApiFault, InterruptedException {
        var methods = new TreeSet<String>();
        for (Route route : routes) {
            Map<String, String> parameters = route.match(request.path()).orElse(null);
            if (parameters == null) {
                continue;
            }
            if (route.method().equals(request.method())) {
                admit(route, request);
                return route.endpoint().handle(request, parameters);
            }
            methods.add(route.method());
        }
        return nowhere(request, methods);
    }

    private void admit(Route route, ApiRequest request) throws ApiFault {
        boolean open =
                switch (route.access()) {
                    case OPEN -> true;
                    case LOOPBACK -> request.client().loopback();
                    case TOKEN -> false;
                };
        if (!open && !bearsToken(request)) {
            throw ApiFault.of(
                    ErrorCode.UNAUTHORIZED,
                    "send 'Authorization: Bearer' and the token from the file 'token' in the data"
                            + " directory");
        }
    }

    private boolean bearsToken(ApiRequest request) {
        return token.isBorneBy(request.header("authorization").orElse(""));
    }

    /** Who bears no token does not learn which paths there are. */
    private ApiResponse nowhere(ApiRequest request, SortedSet<String> methods) throws ApiFault {
        if (!bearsToken(request)) {
            throw ApiFault.of(ErrorCode.UNAUTHORIZED, "this path needs the token");
        }
        if (methods.isEmpty()) {
            return ProblemDocument.of(
                    ErrorCode.NOT_FOUND,
                    "there is no such path; /v1/openapi.json tells which there are");
        }
        String allowed = String.join(", ", methods);
        return ProblemDocument.of(ErrorCode.METHOD_NOT_ALLOWED, "this path takes " + allowed)
                .with("Allow", allowed);
    }
}
