using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Tests.Numerics.Linear;
using Curate.Core.Tests.Numerics.Vectors;

namespace Curate.Core.Tests.Numerics.Learners;

/// <summary>Every learner gives the same bits for any number of workers, and on every processor: run these also with DOTNET_EnableHWIntrinsic=0.</summary>
public sealed class LearnerBitsTests
{
    private static readonly SeededDraw s_draw = new(11, "bits");

    public static TheoryData<string> Learners => [.. All().Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Learners))]
    public void Scores_have_the_same_bits_for_any_workers(string name)
    {
        double[] one = All()[name](TestVectors.Run(1));
        TestMatrices.SameBits(one, All()[name](TestVectors.Run(2)));
        TestMatrices.SameBits(one, All()[name](TestVectors.Run(7)));
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void A_cancelled_run_ends(string name)
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        RunContext open = TestVectors.Run(2);
        var cancelled = new RunContext { Memory = open.Memory, Scratch = open.Scratch, Workers = 2, Ct = source.Token };
        Assert.ThrowsAny<OperationCanceledException>(() => All()[name](cancelled));
    }

    [Theory]
    [InlineData("logistic", "ac20d4ea26f7997a")]
    [InlineData("logistic-l1", "f8c18e92892d3b8e")]
    [InlineData("linear-svc", "3ec31921e73b1728")]
    [InlineData("kernel-svc", "1e7a2fad4d8838ba")]
    [InlineData("gaussian-bayes", "0b68d9eedc5ba43a")]
    [InlineData("forest", "42e9e22252eb3847")]
    [InlineData("boosting", "eb8c54613c23a6f2")]
    [InlineData("calibrated", "fce079c6925cf11f")]
    [InlineData("neighbours", "9cd69dbf8a6167d3")]
    [InlineData("ridge", "93ff2df5177fa0c2")]
    [InlineData("forest-number", "63775addcbdd2f72")]
    [InlineData("boosting-number", "ac798a942ae3490a")]
    [InlineData("isolation", "dc6aacf2b762926d")]
    [InlineData("pca", "270d5962a87be2c7")]
    public void Scores_have_the_bits_that_they_have_everywhere(string name, string bits) =>
        Assert.Equal(bits, TestMatrices.Bits(All()[name](TestVectors.Run(2))));

    private static Dictionary<string, Func<RunContext, double[]>> All()
    {
        LabelledRows wine = LearnerReference.Weighted(LearnerReference.Standard("wine"));
        TargetRows number = LearnerReference.Target("wine", weighted: true);
        return new Dictionary<string, Func<RunContext, double[]>>
        {
            ["logistic"] = Classes(new LogisticRegression(new LogisticRegressionOptions())),
            ["logistic-l1"] = Classes(new LogisticRegression(new LogisticRegressionOptions { L1 = 2 })),
            ["linear-svc"] = Classes(new LinearSvc(new LinearSvcOptions())),
            ["kernel-svc"] = Classes(new KernelSvc(new KernelSvcOptions())),
            ["gaussian-bayes"] = Classes(new GaussianNaiveBayes()),
            ["bernoulli-bayes"] = Classes(new BernoulliNaiveBayes()),
            ["tree"] = Classes(new DecisionTreeClassifier(new TreeOptions { Criterion = TreeCriterion.Entropy })),
            ["forest"] = Classes(new RandomForestClassifier(new RandomForestOptions { Trees = 30 })),
            ["boosting"] = Classes(new GradientBoostingClassifier(new GradientBoostingOptions { Rounds = 20, MinLeafRows = 5 })),
            ["neighbours"] = Classes(new NeighbourClassifier(new NeighbourOptions { ByDistance = true })),
            ["calibrated"] = Classes(new CalibratedClassifier(new LinearSvc(new LinearSvcOptions()))),
            ["ridge"] = Number(new RidgeRegression()),
            ["tree-number"] = Number(new DecisionTreeRegressor(new TreeOptions { MinLeafRows = 2 })),
            ["forest-number"] = Number(new RandomForestRegressor(new RandomForestOptions { Trees = 30 })),
            ["boosting-number"] = Number(new GradientBoostingRegressor(new GradientBoostingOptions { Rounds = 20 })),
            ["isolation"] = run => IsolationForest.Fit(wine.Rows, new IsolationForestOptions { SampleRows = 64 }, s_draw, run).Score(wine.Rows, run),
            ["pca"] = run => Pca.Fit(wine.Rows, 4, run, wine.Weights).Transform(wine.Rows, whiten: true, run).Values,
            ["pca-randomised"] = run => Pca.FitRandomised(wine.Rows, 2, s_draw, run, wine.Weights).Transform(wine.Rows, whiten: false, run).Values,
        };

        Func<RunContext, double[]> Classes(IClassifier learner) => run => learner.Fit(wine, s_draw, run).Score(wine.Rows, run).Values;

        Func<RunContext, double[]> Number(IRegressor learner) => run => learner.Fit(number, s_draw, run).Predict(number.Rows, run);
    }
}
