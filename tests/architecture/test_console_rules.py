"""The console's rules in code against the template's routes: the same scopes, and no route that the other has not."""

from functions.console.access import RULES
from functions.console.problems import REFUSALS, STATUSES
from functions.console.routes import CALLS
from tests.architecture.template import name_in, resources

ROUTES = {
    route["RouteKey"]: route
    for route in resources("AWS::ApiGatewayV2::Route").values()
    if "/api/console/" in route["RouteKey"]
}


def test_every_route_has_the_scopes_of_its_rule_and_there_is_no_other() -> None:
    deployed = {key: frozenset(route["AuthorizationScopes"]) for key, route in ROUTES.items()}
    assert deployed == {key: frozenset(scope.value for scope in rule.scopes) for key, rule in RULES.items()}


def test_no_route_is_open_without_a_token() -> None:
    assert {route["AuthorizationType"] for route in ROUTES.values()} == {"JWT"}
    assert {name_in(route["AuthorizerId"]) for route in ROUTES.values()} == {"ConsoleAuthorizer"}


def test_every_call_has_a_rule() -> None:
    assert CALLS.keys() <= RULES.keys()


def test_every_rule_asks_for_a_scope_and_a_role() -> None:
    assert all(rule.scopes and rule.roles for rule in RULES.values())


def test_what_goes_on_record_is_a_problem() -> None:
    assert STATUSES.keys() >= REFUSALS
