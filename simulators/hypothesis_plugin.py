"""What Hypothesis loads by itself where tightrope is installed: strategies for our types, so that an annotation is enough.

It runs on `import hypothesis`, so the classes and the strategies are imported here and nowhere above.
"""


def register() -> None:
    """Give TabularMDP, Table, Policy and Problem their strategies."""
    from hypothesis import strategies as st

    from tightrope.simulators.model.mdp import TabularMDP
    from tightrope.simulators.model.policy import Policy, Table
    from tightrope.simulators.model.problem import Problem

    def drawn(name: str):
        def strategy(_):
            from tightrope.simulators import strategies

            sizes = st.integers(2, 4)
            return {
                "mdp": sizes.flatmap(strategies.decision_processes),
                "policy": sizes.flatmap(lambda states: strategies.policies(states, horizon=3)),
                "problem": strategies.problems(),
            }[name]

        return strategy

    st.register_type_strategy(TabularMDP, drawn("mdp"))
    st.register_type_strategy(Table, drawn("policy"))
    st.register_type_strategy(Policy, drawn("policy"))
    st.register_type_strategy(Problem, drawn("problem"))
