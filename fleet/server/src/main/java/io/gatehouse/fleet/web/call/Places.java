package io.gatehouse.fleet.web.call;

import java.util.Optional;

/** At which site something is. Blocks; called on workers. */
public interface Places {

    Optional<String> siteOfGateway(String gateway);

    Optional<String> siteOfCommand(String command);
}
