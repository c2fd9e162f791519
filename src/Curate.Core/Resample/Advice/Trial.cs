using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Resample.Advice;

/// <summary>One split: every treatment of the training rows, every learner, all measures on the test rows.</summary>
internal sealed class Trial
{
    public const int InnerFolds = 3;

    /// <summary>Treatments that change no row, in this order before all others.</summary>
    public static readonly IReadOnlyList<string> Simple = ["nothing", "class-weights", "threshold"];

    private readonly TrialReader _data;
    private readonly TrialSplit _split;
    private readonly RunContext _run;
    private readonly SeededDraw _draw;
    private readonly LearnerRows _encoding;
    private readonly Matrix _test;
    private readonly Matrix _testScaled;
    private readonly int[] _testLabels;
    private readonly LabelledRows _train;

    /// <param name="data">All rows.</param>
    /// <param name="split">Rows to learn from and to test on.</param>
    /// <param name="run">Seed and memory of this split; one worker, since splits run beside each other.</param>
    public Trial(TrialReader data, TrialSplit split, RunContext run)
    {
        _data = data;
        _split = split;
        _run = run;
        _draw = run.Draw("should-i-trial");
        Matrix train = data.Rows.Rows(split.Train);
        _encoding = new LearnerRows(train, data.Rows.Missing, run);
        _train = new LabelledRows(train, Array.ConvertAll(split.Train, r => data.Rows.ClassOf[r]), data.Rows.Classes);
        _test = _encoding.Filled(data.Rows.Rows(split.Test));
        _testScaled = _encoding.Standardised(_test);
        _testLabels = Array.ConvertAll(split.Test, r => data.Rows.ClassOf[r]);
    }

    /// <summary>No threshold could be chosen, since the training rows cannot be divided again.</summary>
    public bool LacksThreshold { get; private set; }

    /// <summary>Values by learner, treatment (<see cref="Simple"/>, then the methods) and measure.</summary>
    public double[][][] Run(IReadOnlyList<AdviceLearner> learners, IReadOnlyList<ChosenMethod> methods)
    {
        var values = new double[learners.Count][][];
        for (int l = 0; l < values.Length; l++)
        {
            values[l] = new double[Simple.Count + methods.Count][];
            AsTheyAre(learners[l], values[l]);
        }

        for (int m = 0; m < methods.Count; m++)
        {
            LabelledRows changed = methods[m].Apply(_data.Rows, _split.Train, _data.FullCounts, _run);
            _encoding.Filled(changed.Rows);
            for (int l = 0; l < values.Length; l++)
            {
                values[l][Simple.Count + m] = AdviceMeasures.Of(Chances(learners[l], changed), _testLabels);
            }
        }

        return values;
    }

    private void AsTheyAre(AdviceLearner learner, double[][] into)
    {
        Matrix chances = Chances(learner, _train);
        into[0] = AdviceMeasures.Of(chances, _testLabels);
        into[1] = AdviceMeasures.Of(Chances(learner, _train.Balanced()), _testLabels);
        (Matrix inner, int[] labels) = InnerChances(learner);
        into[2] = labels.Length == 0 ? [.. into[0]]
            : AdviceMeasures.Of(chances, _testLabels, MovedThreshold.Choose(inner, labels, byF1: false), MovedThreshold.Choose(inner, labels, byF1: true));
    }

    private Matrix Chances(AdviceLearner learner, LabelledRows examples) =>
        Fit(learner, examples).Probabilities(learner.IsScaled ? _testScaled : _test, _run);

    private IClassifierModel Fit(AdviceLearner learner, LabelledRows examples) => learner.Classifier.Fit(learner.IsScaled
        ? new LabelledRows(_encoding.Standardised(examples.Rows), examples.Labels, examples.Classes, examples.Weights)
        : examples, _draw.For("fit"u8), _run);

    /// <summary>Probabilities of training rows by models that have not seen them, divided as the rows themselves are: the test rows play no part.</summary>
    private (Matrix Chances, int[] Labels) InnerChances(AdviceLearner learner)
    {
        SplitDesign design = _data.Design;
        int folds = Math.Min(InnerFolds, design.MostFolds(_split.Train));
        List<TrialSplit> splits = folds < (design.IsForward ? 1 : 2) ? [] : design.Of(_split.Train, folds, 1, _draw.For("inner"u8));
        if (splits.Count == 0)
        {
            LacksThreshold = true;
        }

        var place = new Dictionary<int, int>();
        for (int i = 0; i < _split.Train.Length; i++)
        {
            place[_split.Train[i]] = i;
        }

        var rows = new List<double>();
        var labels = new List<int>();
        foreach (TrialSplit split in splits)
        {
            IClassifierModel model = Fit(learner, _train.Take(Array.ConvertAll(split.Train, r => place[r])));
            LabelledRows test = _train.Take(Array.ConvertAll(split.Test, r => place[r]));
            Matrix own = model.Probabilities(learner.IsScaled ? _encoding.Standardised(test.Rows) : test.Rows, _run);
            rows.AddRange(own.Values);
            labels.AddRange(test.Labels);
        }

        return (new Matrix(labels.Count, _data.Rows.Classes, [.. rows]), [.. labels]);
    }
}
