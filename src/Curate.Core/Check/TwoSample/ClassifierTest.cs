using Curate.Core.Numerics;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Profile.Metrics;
using Curate.Core.Randomness;
using Curate.Core.Randomness.Designs;
using Curate.Core.Running;

namespace Curate.Core.Check.TwoSample;

/// <summary>
/// Classifier two-sample tests (Friedman 2003, "On multivariate goodness-of-fit and two-sample testing"; Lopez-Paz and Oquab 2017, "Revisiting classifier two-sample tests"): small learners try to say from
/// which of two files a row is. Each learner has the permutation test that is exact for it and that can be paid for.
/// </summary>
/// <remarks>
/// Permuting the labels of cross-fitted scores is not exact: a pair of rows in two folds counts in both folds with the same sign, which adds to the variance of the mean (doubles it,
/// where classifiers are linear in the labels): a test at 5% then raises about twice as many alarms. So logistic regression is fitted anew for every permutation; the neighbours of a row do not depend on labels, so its votes are counted
/// anew; boosted trees learn on half of the rows, and the labels of the other half are permuted.
/// </remarks>
internal sealed class ClassifierTest
{
    private const int Folds5 = 5;
    private const double Edge = 1e-6;

    private readonly Matrix _rows;
    private readonly byte[] _labels;
    private readonly int _permutations;
    private readonly SeededDraw _draw;
    private readonly RunContext _run;

    /// <param name="first">Rows of the dataset, on one scale.</param>
    /// <param name="second">Rows of the other file, on the same scale.</param>
    /// <param name="permutations">B.</param>
    /// <param name="draw">Key of folds, permutations and ties.</param>
    /// <param name="run">Workers and memory.</param>
    public ClassifierTest(Matrix first, Matrix second, int permutations, SeededDraw draw, RunContext run)
    {
        _rows = new Matrix(first.Rows + second.Rows, first.Columns);
        first.Values.CopyTo(_rows.Values, 0);
        second.Values.CopyTo(_rows.Values, first.Values.Length);
        _labels = new byte[_rows.Rows];
        _labels.AsSpan(0, first.Rows).Fill(1);
        _permutations = permutations;
        _draw = draw;
        _run = run;
    }

    /// <summary>Logistic regression, cross-fitted on five folds; refitted for every permutation. O(B n d iterations).</summary>
    public ClassifierFit Logistic()
    {
        SeededDraw draw = _draw.For("logistic"u8);
        double[] scores = CrossFitted(_labels, draw);
        double area = Auc(scores, _labels);
        byte[][] permuted = PermutationTest.Labels(_labels, _permutations, draw.For("permutations"u8));
        var nulls = new double[_permutations];
        Workers.ForBlocks(_run.Workers, _permutations, b => nulls[b] = Auc(CrossFitted(permuted[b], draw), permuted[b]), _run.Ct);
        LogisticRegressionModel whole = new LogisticRegression(Options).Fit(Examples(_labels), Alone());
        return Result("logistic", scores, _labels, area, nulls, [.. whole.Coefficients.Row(0).ToArray().Select(Math.Abs)]);
    }

    /// <summary>The share of the first file among the k nearest other rows; O(n^2 d) once, O(n k) a permutation.</summary>
    public ClassifierFit Neighbours(int k)
    {
        SeededDraw draw = _draw.For("knn"u8);
        int n = _rows.Rows;

        // Equally near rows go by number, so rows are renumbered at random: else all near rows of a tie would be of the first file.
        int[] place = RandomOrder.Of(n, draw.For("ties"u8));
        using VectorStore store = StoreOf(_rows, place, _run);
        using NeighbourGraph graph = NeighbourSearch.Within(store, k, new DistanceRule(Metric.Euclidean), _run);
        byte[] labels = Array.ConvertAll(place, i => _labels[i]);
        byte[][] permuted = PermutationTest.Labels(labels, _permutations, draw.For("permutations"u8));
        double[] scores = Votes(graph, labels);
        var nulls = new double[_permutations];
        Workers.ForBlocks(_run.Workers, _permutations, b => nulls[b] = VoteAuc(graph, permuted[b], k), _run.Ct);
        return Result("knn", scores, labels, VoteAuc(graph, labels, k), nulls, null);
    }

    /// <summary>Boosted trees that learn from half of each file; the labels of the other half are permuted. O(rounds n d).</summary>
    public ClassifierFit Trees()
    {
        SeededDraw draw = _draw.For("trees"u8);
        var halves = Folds.Stratified(Array.ConvertAll(_labels, static l => (int)l), 2, 2, draw.For("halves"u8));
        int[] learn = halves.Outside(0);
        int[] test = halves.Inside(0);
        var model = (GradientBoostingClassifierModel)new GradientBoostingClassifier(new GradientBoostingOptions { Rounds = 60, MaxLeaves = 8 })
            .Fit(Examples(_labels).Take(learn), _run);
        var raw = new Matrix(test.Length, 2);
        model.Score(_rows.Take(test), raw, _run);
        double[] scores = [.. Enumerable.Range(0, test.Length).Select(i => raw[i, 1])];
        byte[] labels = Array.ConvertAll(test, i => _labels[i]);
        byte[][] permuted = PermutationTest.Labels(labels, _permutations, draw.For("permutations"u8));

        // Ranks do not change with labels: one sort serves all permutations.
        double[] ranks = Ranks(scores);
        var nulls = new double[_permutations];
        Workers.ForBlocks(_run.Workers, _permutations, b => nulls[b] = AucOfRanks(ranks, permuted[b]), _run.Ct);
        return Result("trees", scores, labels, AucOfRanks(ranks, labels), nulls, model.Importance);
    }

    /// <summary>The chance that a row labelled 1 scores above one labelled 0, ties for half. O(n log n).</summary>
    public static double Auc(double[] scores, byte[] labels) => AucOfRanks(Ranks(scores), labels);

    /// <summary>Rows of a matrix, in some order, as vectors.</summary>
    public static VectorStore StoreOf(Matrix rows, ReadOnlySpan<int> order, RunContext run)
    {
        var store = new VectorStore(order.Length, rows.Columns, 0, run);
        for (int i = 0; i < order.Length; i++)
        {
            ReadOnlySpan<double> from = rows.Row(order[i]);
            Span<float> to = store[i];
            for (int p = 0; p < to.Length; p++)
            {
                to[p] = (float)from[p];
            }
        }

        return store;
    }

    private static LogisticRegressionOptions Options { get; } = new() { L2 = 1, Tolerance = 1e-4, MaxIterations = 50 };

    private LabelledRows Examples(byte[] labels) => new(_rows, Array.ConvertAll(labels, static l => (int)l), 2);

    /// <summary>One thread: permutations are spread over the workers.</summary>
    private RunContext Alone() => new() { Seed = _run.Seed, Workers = 1, BatchRows = _run.BatchRows, Memory = _run.Memory, Scratch = _run.Scratch, Ct = _run.Ct };

    private double[] CrossFitted(byte[] labels, SeededDraw draw)
    {
        LabelledRows examples = Examples(labels);
        var folds = Folds.Stratified(examples.Labels, 2, Folds5, draw.For("folds"u8));
        Matrix scores = CrossFit.Probabilities(new LogisticRegression(Options), examples, folds, draw, Alone());
        return [.. Enumerable.Range(0, labels.Length).Select(i => scores[i, 1])];
    }

    private static ClassifierFit Result(string learner, double[] scores, byte[] labels, double area, double[] nulls, double[]? columns)
    {
        double loss = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double p = Math.Clamp(labels[i] == 1 ? scores[i] : 1 - scores[i], Edge, 1);
            loss -= PortableMath.Log(p) / scores.Length;
        }

        (double nullMean, _) = PermutationTest.Moments(nulls);
        return new ClassifierFit(learner, ScoreCurve.Of(scores, labels).Roc().Area, loss, nullMean, PermutationTest.PValue(area, nulls), columns);
    }

    private static double[] Votes(NeighbourGraph graph, byte[] labels)
    {
        var scores = new double[labels.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            int own = 0;
            foreach (int other in graph.Neighbours(i))
            {
                own += labels[other];
            }

            // Half a vote for each side keeps a probability away from 0 and 1.
            scores[i] = (own + 0.5) / (graph.Degree(i) + 1.0);
        }

        return scores;
    }

    private static double VoteAuc(NeighbourGraph graph, byte[] labels, int k)
    {
        var ones = new long[k + 1];
        var zeros = new long[k + 1];
        for (int i = 0; i < labels.Length; i++)
        {
            int votes = 0;
            foreach (int other in graph.Neighbours(i))
            {
                votes += labels[other];
            }

            ones[votes] += labels[i];
            zeros[votes] += 1 - labels[i];
        }

        double wins = 0;
        long below = 0;
        for (int votes = 0; votes <= k; votes++)
        {
            wins += ones[votes] * (below + (0.5 * zeros[votes]));
            below += zeros[votes];
        }

        long of = 0;
        foreach (byte label in labels)
        {
            of += label;
        }

        return wins / of / (labels.Length - of);
    }

    /// <summary>Ranks from 1; equal scores share their mean rank.</summary>
    private static double[] Ranks(double[] scores)
    {
        double[] keys = (double[])scores.Clone();
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, order);
        var ranks = new double[keys.Length];
        for (int from = 0, to; from < keys.Length; from = to)
        {
            for (to = from; to < keys.Length && keys[to] == keys[from]; to++)
            {
            }

            for (int i = from; i < to; i++)
            {
                ranks[order[i]] = (from + to + 1) / 2.0;
            }
        }

        return ranks;
    }

    /// <summary>Mann and Whitney 1947; sums of half ranks are exact.</summary>
    private static double AucOfRanks(double[] ranks, byte[] labels)
    {
        double sum = 0;
        long of = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            sum += labels[i] == 1 ? ranks[i] : 0;
            of += labels[i];
        }

        return (sum - (of * (of + 1.0) / 2)) / of / (labels.Length - of);
    }
}
