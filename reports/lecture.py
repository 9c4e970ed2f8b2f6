"""The 31 claims of the notes, in their own words.

The notes, in Chinese, are of lecture 2 of CS285; they restate its slides and add steps of their own, as the equality of
L11. The number of a claim is its identity in code, tests, results and report. A sentence is quoted from the notes
(a formula as LaTeX, and of the chains behind L11 and L12 the line that matters), a gist is in English, `short` is its
title. A reading is what the notes mean by "error at most epsilon"; a claim that does not speak of it has none.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Claim:
    id: str
    short: str
    section: str
    sentence: str
    gist: str
    reading: str | None

    def lines(self) -> dict[str, list[str]]:
        """The lines of derivations that speak of it: the derivation's key, and the lines' ids."""
        from tightrope.bounds.catalogue import DERIVATIONS

        found = {one.key: [step.id for step in one.steps if step.lecture == self.id] for one in DERIVATIONS}
        return {key: lines for key, lines in found.items() if lines}

    def experiments(self) -> list[str]:
        """The keys of the experiments that answer it."""
        from tightrope.reports.experiments import ALL

        return [one.key for one in ALL if self.id in one.claims]

    def kernel_theorems(self) -> list[str]:
        """The theorems of `bounds.formal` that speak of it."""
        from tightrope.bounds.formal import theorems_of_claim

        return [one.name for one in theorems_of_claim(self.id)]


CLAIMS: tuple[Claim, ...] = (
    Claim(
        id="L1",
        short="Cloning is maximum likelihood",
        section="Behavioural cloning",
        sentence=r"行为克隆就是将训练当成一个有监督训练，目标就是最大化给定专家数据中的输入$o_t$，输出对应的动作$a_t$的概率最大。",
        gist=(
            r"Cloning is supervised learning: it maximises the expected log-likelihood "
            r"$\mathbb{E}_{p_{\mathrm{train}}(o)}[\log \pi_\theta(a \mid o)]$ of the expert's actions."
        ),
        reading=None,
    ),
    Claim(
        id="L2",
        short="The steps of a trajectory are not independent",
        section="Behavioural cloning",
        sentence=(
            r"于是这里就有一个问题，在有监督中，我们的先验假设就是数据点之间是独立同分布的，"
            r"但是很显然这里不可能，这里就是一个隐患，模型学到的很可能就是单帧的预测，而不是连续的依赖。"
        ),
        gist=(
            r"Supervised learning assumes independent and identically distributed samples, "
            r"which the steps of a trajectory are not."
        ),
        reading=None,
    ),
    Claim(
        id="L3",
        short="Errors add up: the state laws drift apart",
        section="Behavioural cloning",
        sentence=(
            r"问题就是我们的训练数据都是在$P_{data}$中抽取的，而我们实际在乎的是在测试中的表现，"
            r"然后由于行为克隆是本身上一次的决策会影响下一次的决策，这里面的错误可能不断累加，"
            r"导致他最终的分布会不断的偏离原本的专家分布"
        ),
        gist=(
            r"Each error changes the states that follow it, so the learner's distribution $p_\theta(s_t)$ moves "
            r"further and further away from the expert's $p_{\mathrm{train}}(s_t)$ as $t$ grows."
        ),
        reading=None,
    ),
    Claim(
        id="L4",
        short="What counts is the cost on the learner's own states",
        section="Behavioural cloning",
        sentence=(
            r"然后我们的优化目标就变成 "
            r"$\text{minimize} \quad \mathbb{E}_{s_t \sim p_{\pi_\theta}(s_t)} [c(s_t, a_t)]$ "
            r"注意这种情况下，我们的分布是在$p_{\pi_\theta}$下面."
        ),
        gist=(
            r"What has to be small is the disagreement cost $\mathbb{E}_{p_\theta(s_t)}[c(s_t, a_t)]$ "
            r"in the states that the learner itself visits."
        ),
        reading=None,
    ),
    Claim(
        id="L5",
        short=r"With error $\epsilon$ in every state the nested sum bounds the cost",
        section="Some analysis",
        sentence=(
            r"$\underbrace{E\left[\sum_t c(s_t, a_t)\right]}_{O(\epsilon T^2)}$ $\leq "
            r"\underbrace{\epsilon T + (1-\epsilon)(\epsilon(T-1) + (1-\epsilon)(\ldots))}"
            r"_{T\text{ terms, each }O(\epsilon T)}$"
        ),
        gist=(
            r"If the learner errs with probability at most $\epsilon$ in every training state, its expected cost over "
            r"$T$ steps is at most $\epsilon T + (1-\epsilon)(\epsilon (T-1) + (1-\epsilon)(\ldots))$."
        ),
        reading="pointwise",
    ),
    Claim(
        id="L6",
        short=r"So the cost of cloning is $O(\epsilon T^2)$",
        section="Some analysis",
        sentence=(
            r"所以说可以看到他最坏情况下复杂度是$O(\epsilon T^2)$ ,这显然不是一个很好的结果，"
            r"我们可以接受的应该是线性的，高于线性的可能就不是这么好。"
        ),
        gist=(
            r"That bound has $T$ terms, each of order $\epsilon T$, so the cost of cloning is $O(\epsilon T^2)$ "
            r"in the worst case."
        ),
        reading="pointwise",
    ),
    Claim(
        id="L7",
        short=r"An error of $\epsilon$ on average is the weaker assumption",
        section="More analysis",
        sentence=(
            r"我们假设我们从$P_{train}(s)$分布里面抽一些出来s，然后假设他的平均出错小于$\epsilon$，"
            r"这种情况下更符合现实。 "
            r"$E_{p_{\mathrm{train}}(s)}[\pi_\theta(a \neq \pi^\star(s) \mid s)] \leq \epsilon$"
        ),
        gist=(
            r"A weaker, more realistic assumption is that the learner's error is at most $\epsilon$ only on average: "
            r"$\mathbb{E}_{p_{\mathrm{train}}(s)}[\pi_\theta(a \neq \pi^*(s) \mid s)] \leq \epsilon$."
        ),
        reading="per_step",
    ),
    Claim(
        id="L8",
        short=r"The learner's state law is a mixture with weight $(1-\epsilon)^t$",
        section="More analysis",
        sentence=(
            r"$p_\theta(s_t) = (1-\epsilon)^t p_{\mathrm{train}}(s_t)$ $+ (1-(1-\epsilon)^t) p_{\mathrm{mistake}}(s_t)$"
        ),
        gist=(
            r"The learner's state law is a mixture: with weight $(1-\epsilon)^t$ it is $p_{\mathrm{train}}(s_t)$, "
            r"and with the remaining weight it is some unknown $p_{\mathrm{mistake}}(s_t)$."
        ),
        reading="per_step",
    ),
    Claim(
        id="L9",
        short=r"So the state laws differ by at most $2(1-(1-\epsilon)^t)$",
        section="More analysis",
        sentence=(
            r"这里的2感觉有点奇怪，可能是为了进一步放缩一下。 "
            r"$\lvert p_\theta(s_t) - p_{\mathrm{train}}(s_t) \rvert$ $= (1-(1-\epsilon)^t) "
            r"\lvert p_{\mathrm{mistake}}(s_t) - p_{\mathrm{train}}(s_t) \rvert$ $\leq 2(1-(1-\epsilon)^t)$"
        ),
        gist=(
            r"Hence the two state laws differ by "
            r"$\lvert p_\theta(s_t) - p_{\mathrm{train}}(s_t) \rvert \leq 2 (1-(1-\epsilon)^t)$, "
            r"and the notes find the 2 odd."
        ),
        reading="per_step",
    ),
    Claim(
        id="L10",
        short=r"By Bernoulli's inequality they differ by at most $2 \epsilon t$",
        section="More analysis",
        sentence=(
            r"之后根据伯努力不等式再放缩一下，"
            r"$\text{useful identity: }(1-\epsilon)^t \geq 1-\epsilon t\text{ for }\epsilon \in [0,1]$ "
            r"右边部分就又$\leq 2\epsilon t$"
        ),
        gist=(
            r"By Bernoulli's inequality $(1-\epsilon)^t \geq 1 - \epsilon t$ for $\epsilon \in [0, 1]$, "
            r"so the difference is at most $2 \epsilon t$."
        ),
        reading="per_step",
    ),
    Claim(
        id="L11",
        short="Changing the law adds just the difference times the cost",
        section="More analysis",
        sentence=(
            r"$p_\theta(s_t) c_t(s_t)$ $= p_{\mathrm{train}}(s_t) c_t(s_t)$ $+ "
            r"\lvert p_\theta(s_t) - p_{\mathrm{train}}(s_t) \rvert c_t(s_t)$"
        ),
        gist=(
            r"In each state $p_\theta c_t = p_{\mathrm{train}} c_t + \lvert p_\theta - p_{\mathrm{train}} \rvert c_t$, "
            r"where the last $c_t$ is then replaced by its maximum $c_{\max}$."
        ),
        reading="per_step",
    ),
    Claim(
        id="L12",
        short=r"The cost of cloning is at most $\epsilon T + 2 \epsilon T^2$",
        section="More analysis",
        sentence=(
            r"$\sum_t E_{p_\theta(s_t)}[c_t] = \cdots \leq \sum_t (\epsilon + 2\epsilon t) "
            r"\leq \epsilon T + 2\epsilon T^2$ "
            r"进一步计算我们也可以得到他的上界复杂度也是$O(\epsilon T^2)$ 。"
        ),
        gist=(
            r"The learner's expected cost is at most "
            r"$\sum_t (\epsilon + 2 \epsilon t) \leq \epsilon T + 2 \epsilon T^2 = O(\epsilon T^2)$."
        ),
        reading="per_step",
    ),
    Claim(
        id="L13",
        short="Data with more mistakes can work better",
        section="Paradox",
        sentence=r"于是乎这里就有一个悖论：如果数据包含更多的错误（和恢复），模仿学习的效果可能会更好。",
        gist=r"Data that contain more mistakes, and the recoveries from them, can make imitation work better.",
        reading=None,
    ),
    Claim(
        id="L14",
        short="Side cameras help",
        section="Paradox",
        sentence=(
            r"不止是包含更多错误及恢复，数据增强也是可以的，比如训练一个无人机穿过森林的时候，人可以走一遍路线，"
            r"然后佩戴一个左中右三个摄像头的头盔，然后左边摄像头采集的数据标注就是右转，"
            r"右边的摄像头采集的数据标注就是左转，中间的就标注直走，用这些数据来训练无人机"
        ),
        gist=(
            r"Augmentation works too: side cameras show states off the path, and their views are labelled with the "
            r"action that leads back to it."
        ),
        reading=None,
    ),
    Claim(
        id="L15",
        short="Human experts are not Markovian",
        section="Why might we fail to fit the expert?",
        sentence=(
            r"人类的行为很多时候都不是一个马尔可夫的决策过程，当做出决策的时候人们不会只根据当前的状态来做出反应，"
            r"而是强烈依赖历史（例如刚刚看到盲区有车、刚被人加塞情绪受影响等），因此同一画面在不同上下文下可能做出不同行为"
        ),
        gist=(
            r"Human experts are often not Markovian: "
            r"on the same observation they may act differently, depending on what came before."
        ),
        reading=None,
    ),
    Claim(
        id="L16",
        short="The cure is a policy of the whole history",
        section="Why might we fail to fit the expert?",
        sentence=(
            r"解决这种问题可能就是用CNN之类的编码图像然后把编码出的向量输入进一个序列模型（LSTM、Transformer、时序卷积等）"
            r"把一段历史观测编码进策略，让策略根据整段历史输出当前动作"
        ),
        gist=(
            r"The cure is a policy that acts on the whole history, encoded by a sequence model such as an LSTM, "
            r"a Transformer or a temporal convolution."
        ),
        reading=None,
    ),
    Claim(
        id="L17",
        short="History causes causal confusion: the brake light",
        section="Why might we fail to fit the expert?",
        sentence=r"但是这种方法也不总是好事，引入历史信息有时会引发“因果混淆”，模型可能学到错误的相关性。",
        gist=(
            r"History can cause causal confusion: a policy that sees the brake light learns to brake because the light "
            r"is on, although the light is an effect of braking."
        ),
        reading=None,
    ),
    Claim(
        id="L18",
        short="With Gaussian errors, likelihood means squared error",
        section="Why might we fail to fit the expert?",
        sentence=(
            r"假设误差服从高斯分布，使用最大似然估计 (MLE) 求得的最优参数，"
            r"在数学上等价于最小化误差的平方和 (L2 Loss)。"
        ),
        gist=(
            r"If errors are Gaussian with a fixed variance, maximising the likelihood is the same as minimising the "
            r"sum of squared errors."
        ),
        reading=None,
    ),
    Claim(
        id="L19",
        short="Squared error drives into the tree",
        section="Why might we fail to fit the expert?",
        sentence=(
            r"但是，如果实际 $a_{expert}$ 是多峰的，假设有左右两个峰，那么我们的模型就是输出左右两个峰的中间值，"
            r"这样他对应的正态分布可以最可能的贴合这个多峰的分布。"
            r"这就有一个问题，可能左右峰对应的值是合理的，但是中间的输出值就是不合理的。"
        ),
        gist=(
            r"If the expert passes a tree on the left or on the right, a policy trained by squared error outputs the "
            r"mean of the two, which may be the one wrong action."
        ),
        reading=None,
    ),
    Claim(
        id="L20",
        short="A mixture of $K$ Gaussians has several modes, but $K$ must be chosen",
        section="Why might we fail to fit the expert?",
        sentence=(
            r"第一种就是用混合高斯模型来表示 $a_{expert}$ 的分布, 用多元高斯的最大似然来当作损失函数 "
            r"但是他的问题就是你的K是一个超参数，如果你的模态很多比如机器人可以上千种，那就很难训练了"
        ),
        gist=(
            r"A mixture of $K$ Gaussians trained by maximum likelihood can represent several modes, but $K$ is a "
            r"hyper-parameter, and many modes make training hard."
        ),
        reading=None,
    ),
    Claim(
        id="L21",
        short="A latent variable chooses the mode",
        section="Why might we fail to fit the expert?",
        sentence=(
            r"我们在训练中最大化 Evidence Lower Bound（ELBO）： "
            r"$\mathcal{L} = \mathbb{E}_{q_\phi(z \mid s,a)}[\log p_\theta(a \mid s,z)] - \text{KL}(\dots)$ "
            r"如果采样多个不同的 $z$，会得到多个不同的动作"
        ),
        gist=(
            r"A latent variable model trained on the evidence lower bound puts the modes into $z$: at test time "
            r"different samples $z \sim \mathcal{N}(0, I)$ give different actions."
        ),
        reading=None,
    ),
    Claim(
        id="L22",
        short="Diffusion makes an action out of noise, step by step",
        section="Why might we fail to fit the expert?",
        sentence=r"不断去噪最终生成动作",
        gist=r"A diffusion model generates an action by removing noise step by step.",
        reading=None,
    ),
    Claim(
        id="L23",
        short="Bins can represent actions of many numbers",
        section="Why might we fail to fit the expert?",
        sentence=r"可以用离散的输出，这个输出可以表示高维度",
        gist=r"Discretised outputs can represent high-dimensional actions.",
        reading=None,
    ),
    Claim(
        id="L24",
        short="Any run demonstrates how to reach its own end",
        section="Multi-task learning",
        sentence=(
            r"假设“这条轨迹对到达它最后到达的状态 $s_T$ 是一个好示范”。 "
            r"把“当前状态 s、目标 g”喂给策略，监督它输出专家动作 a，相当于最大化 $\log \pi_\theta(a \mid s, g)$。"
        ),
        gist=(
            r"Any trajectory is a good demonstration of how to reach its own last state $s_T$, so with that state as "
            r"the goal $g$ a policy can be cloned by maximising $\log \pi_\theta(a \mid s, g)$."
        ),
        reading=None,
    ),
    Claim(
        id="L25",
        short="Many goals cover more states, so errors are corrected",
        section="Multi-task learning",
        sentence=(
            r"由于有很多不同目标，专家会访问更多多样的状态，因此策略更难遇到完全没见过的状态；"
            r"即使用于特定目标 P1 时，也能在错误状态附近找到“类似于其他目标演示中的状态”，学会自我纠正。"
        ),
        gist=(
            r"Demonstrations of many goals cover more states, so that the learner meets fewer unseen ones and can "
            r"correct itself even on its way to a single goal."
        ),
        reading=None,
    ),
    Claim(
        id="L26",
        short="A failed demonstration is a good one of where it ended",
        section="Multi-task learning",
        sentence=r"可以充分利用次优数据：即使专家没成功到 P1，只要成功到达某个别的位置，也能作为“到达那个位置”的正例。",
        gist=(
            r"Sub-optimal demonstrations become useful: one that misses the target is a good example of reaching "
            r"wherever it ended."
        ),
        reading=None,
    ),
    Claim(
        id="L27",
        short="Hindsight has two distribution shifts",
        section="Multi-task learning",
        sentence=(
            r"理论上的隐患：这种方法在理论上产生了“两处分布偏移”（一个是策略状态分布 vs. 数据状态分布，"
            r"另一个是由这种“后见之明标注目标”的方式引入的偏移）"
        ),
        gist=(
            r"In theory the method has two distribution shifts: between the states of the policy and of the data, and "
            r"one that the hindsight labels introduce."
        ),
        reading=None,
    ),
    Claim(
        id="L28",
        short="DAgger's data approach the learner's own states",
        section="DAgger",
        sentence=(
            r"第三步，把这些新数据和原本示范数据 union 起来，重新训练策略，再次上线跑、再收集、再标注、再聚合，"
            r"如此循环；可以证明数据中的状态分布会逐步逼近当前策略实际访问到的分布"
        ),
        gist=(
            r"DAgger runs the learner, lets the expert label the states it visits, adds them to the data and retrains, "
            r"so that the distribution of the data approaches the learner's own."
        ),
        reading=None,
    ),
    Claim(
        id="L29",
        short="DAgger's bound is linear in $T$",
        section="DAgger",
        sentence=r"理论上可以把错误界从随时间的二次增长降成线性增长",
        gist=r"DAgger lowers the growth of the error bound from quadratic to linear in $T$.",
        reading=None,
    ),
    Claim(
        id="L30",
        short="Its price is expert labels, again and again",
        section="DAgger",
        sentence=r"但代价是必须能不断获得这些额外专家标签。",
        gist=r"The price is that extra expert labels must be available again and again.",
        reading=None,
    ),
    Claim(
        id="L31",
        short="Labels given afterwards may be wrong",
        section="DAgger",
        sentence=(
            r"但是有一个主要问题是“离线打标签”的不自然：人类开车或操控无人机时有反应时间和时序感，"
            r"在事后看单帧图像标动作，和真实操作时的决策可能不一致，这使得 DAGGER 在一些任务上不太自然。"
        ),
        gist=(
            r"Labelling single frames afterwards is unnatural: without reaction time and a sense of timing, the labels "
            r"may differ from what the expert would have done."
        ),
        reading=None,
    ),
)


def claim(key: str) -> Claim:
    """The claim of that id. Raises ValueError for an unknown one."""
    for one in CLAIMS:
        if key.upper() in (one.id, one.id[1:]):
            return one
    raise ValueError(f"a claim of the lecture is one of {CLAIMS[0].id}, ..., {CLAIMS[-1].id}; got {key[:40]!r}")
