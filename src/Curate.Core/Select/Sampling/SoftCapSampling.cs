using System.Text;
using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Select.Diversity;

namespace Curate.Core.Select.Sampling;

/// <summary>
/// Draws rows by a score, good ones several times, but each repeat makes the next less likely: a training set where the best rows come a few times and not hundreds (Shechter and
/// Carmon 2025). Several scores are blended first.
/// </summary>
internal sealed class SoftCapSampling(SoftCapOptions options, RunContext run) : IRowPlanner
{
    public const string Name = "soft-cap-sampling";

    public static MethodEntry Entry { get; } = new MethodEntry<SoftCapOptions>("select", Name, "Draws rows by a score with repeats under a soft penalty, so that good rows repeat a few times and not hundreds.",
        MethodTraits.KeepsOrder | MethodTraits.InMemory | MethodTraits.Random | MethodTraits.AddsColumns)
    {
        Memory = "80 bytes a row, and 16 a score",
        Passes = "1, and one more each with --per, --must and --useful",
        Source = "M. Shechter and Y. Carmon 2025",
        Usage = "curate select wine.csv --method soft-cap-sampling --score proline,alcohol --weights 0.002,0.3 --rows 300 -o drawn.csv",
        InputOptions = ["must"],
        Refusals = PickSpecs.FixedSize,
        DropReasons = [PickSpecs.Reason],
        LabelsClasses = false,
        Defaults = new SoftCapOptions { ScoreColumn = "blended_score" },
        Options =
        [
            OptionSpec<SoftCapOptions>.Whole("rows", "Draws: rows to write, repeats counted.", (o, v) => With(o, BudgetKind.Rows, v), min: 0),
            OptionSpec<SoftCapOptions>.Fraction("fraction", "Draws as a share of the rows; above 1 for more draws than rows.", (o, v) => With(o, BudgetKind.Fraction, v), max: 1_000_000),
            .. PickSpecs.Budgets<SoftCapOptions>(o => o.Budget, (o, v) => o with { Budget = v }, (o, v) => o with { Groups = v }, o => o with { Must = true }).Where(static o => o.Name is "per"),
            OptionSpec<SoftCapOptions>.Path("must", "A file with an --id column; its rows come out at least once, and count as drawn.", (o, _) => o with { Must = true }),
            PickSpecs.Id<SoftCapOptions>((o, v) => o with { Id = v }),
            OptionSpec<SoftCapOptions>.Columns("score", "Columns of scores; several are added up with --weights.", (o, v) => o with { Scores = v }) with { Role = true, Required = true },
            OptionSpec<SoftCapOptions>.List("weights", "What each column of --score weighs, in their order; without it 1.", (o, v) => o with { Weights = WeightsOf(v) }),
            OptionSpec<SoftCapOptions>.Column("useful", "Column of how useful rows were (0 or 1, or any number), as far as that is known: weights are fitted to it.", (o, v) => o with { Useful = v }),
            OptionSpec<SoftCapOptions>.Choice("kind", "Chances go with exp (beta score), or with score^beta (scores of 0 or more).", ["softmax", "power"], (o, v) => o with { Power = v == "power" }, "softmax"),
            OptionSpec<SoftCapOptions>.Number("beta", "How much scores count.", (o, v) => o with { Beta = v }, 1, min: 0),
            OptionSpec<SoftCapOptions>.Number("penalty", "What a draw takes from the logarithm of the row's chance; 0 for plain draws with repeats.", (o, v) => o with { Penalty = v }, 0.15, min: 0),
            OptionSpec<SoftCapOptions>.Whole("batch", "Rows drawn at once, none of them twice; without it a thousandth of the rows (of the group).", (o, v) => o with { Batch = v }, min: 1, unit: "rows"),
            OptionSpec<SoftCapOptions>.Whole("max-repeat", "Most copies of a row, a hard cap; without it none.", (o, v) => o with { MostCopies = v }, min: 1),
            OptionSpec<SoftCapOptions>.Text("score-column", "Name of an added column with the blended score.", (o, v) => o with { ScoreColumn = v }, "blended_score"),
        ],
        Validate = Check,
        Start = static (options, request) => MethodStart.With(new SoftCapSampling(Resolve(options, request), request.Context)),
        Example = static table => table.Classes == 0 ? null : new SoftCapOptions { Budget = new Budget(BudgetKind.Rows, 2L * table.Rows), Scores = [table.Id], Beta = 0.001, ScoreColumn = "blended_score" },
    };

    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        using RowAsides asides = RowAsides.Read(passes, inputs, options.Groups, options.Id, options.Must, null, run);
        using RowValues<double> values = ScoreColumns.Read(passes, inputs.Main, options.Scores, missing: false, run);
        using RowValues<double>? useful = options.Useful is null ? null : ScoreColumns.Read(passes, inputs.Main, [options.Useful], missing: true, run);
        int count = checked((int)(values.Count / options.Scores.Count));
        using MemoryLease lease = run.Memory.Lease((80L + (8L * options.Scores.Count)) * count, "Rows to draw from");
        (double[] scores, double[] weights, string how) = ScoreBlend.Of(Numbers(values), options.Scores.Count, options.Weights, useful is null ? null : Numbers(useful), run);
        var counts = new long[count];
        var report = new ReportTable("selection", "Selection",
            ["group", "rows", "draws", "different", "must", "most_copies", "effective_rows", "mean_score", "mean_score_drawn", "plain_most_copies", "plain_effective_rows", "plain_mean_score"]);
        foreach (int g in options.Groups.Count == 0 ? [0] : asides.Groups.Sorted())
        {
            string shown = options.Groups.Count == 0 ? "all" : asides.Groups.Show(g);
            int[] rows = [.. Enumerable.Range(0, count).Where(row => options.Groups.Count == 0 || asides.Groups.Codes[row] == g)];
            DrawFrom(rows, shown, asides, scores, counts, report);
        }

        int[] kept = [.. Enumerable.Range(0, count).Where(row => counts[row] > 0)];
        var plan = new SampledRows(Array.ConvertAll(kept, static row => (long)row), options.ScoreColumn is { } name ? [(name, Array.ConvertAll(kept, row => scores[row]))] : [],
            count, PickSpecs.Reason, copies: Array.ConvertAll(kept, row => counts[row]));
        plan.Tables.Add(report);
        var blend = new ReportTable("blend", "The blended score", ["column", "weight", "weights"]);
        for (int c = 0; c < weights.Length; c++)
        {
            blend.Add(options.Scores[c], weights[c], how);
        }

        plan.Tables.Add(blend);
        return plan;
    }

    public void Dispose()
    {
    }

    private void DrawFrom(int[] rows, string group, RowAsides asides, double[] all, long[] counts, ReportTable report)
    {
        long draws = options.Budget.RowsOf(rows.Length);
        double[] scores = Array.ConvertAll(rows, row => all[row]);
        double[] chances = Array.ConvertAll(rows, row => ChanceOf(all[row], row));
        long[] own = Array.ConvertAll(rows, row => asides.Must[row] ? 1L : 0);
        long must = own.Sum();
        PickSpecs.CheckMust(must, draws, options.Groups.Count == 0 ? null : group);
        long open = chances.LongCount(static c => !double.IsNegativeInfinity(c));
        long without = own.Where((n, i) => n > 0 && double.IsNegativeInfinity(chances[i])).LongCount();
        double most = options.MostCopies is { } cap ? ((double)open * cap) + without : open > 0 ? double.PositiveInfinity : must;
        if (draws > most)
        {
            string where = options.Groups.Count == 0 ? "" : $" of group {group}";
            Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(draws)} draws are asked for{where}, and {NumberText.Of(open)} rows have a chance{(options.MostCopies is { } limit ? $", each at most {NumberText.Of(limit)} times" : "")}.",
                options.MostCopies is null ? "Ask for fewer." : "Ask for fewer, or raise --max-repeat.");
        }

        object?[] plain = Plain(chances, scores, draws);
        SoftCap.Draw(chances, own, Array.ConvertAll(rows, static row => (long)row), draws - must, options, run.Draw("select-" + Name).For(Hash128.Of(Encoding.UTF8.GetBytes(group)).Low), run);
        double squares = 0;
        double sum = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            counts[rows[i]] = own[i];
            squares += (double)own[i] * own[i];
            sum += own[i] * scores[i];
        }

        report.Add([group, (long)rows.Length, draws, own.LongCount(static n => n > 0), must, own.Length == 0 ? 0L : own.Max(), squares > 0 ? (double)draws * draws / squares : 0.0,
            rows.Length == 0 ? null : FixedSize.Sum(scores) / rows.Length, draws == 0 ? null : sum / draws, .. plain]);
    }

    /// <summary>What draws with repeats and without a penalty give in the mean: the copies of the likeliest row, the effective rows, the mean score.</summary>
    private static object?[] Plain(double[] chances, double[] scores, long draws)
    {
        double most = chances.Length == 0 ? double.NegativeInfinity : chances.Max();
        if (double.IsNegativeInfinity(most))
        {
            return [null, null, null];
        }

        double[] shares = Array.ConvertAll(chances, c => PortableMath.Exp(c - most));
        double total = FixedSize.Sum(shares);
        double squares = 0;
        double mean = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            double share = shares[i] / total;
            squares += share * share;
            mean += share * scores[i];
        }

        // Copies are multinomial: the mean of the sum of their squares is N + N (N - 1) sum p^2.
        return [draws / total, draws == 0 ? null : draws / (1 + ((draws - 1) * squares)), mean];
    }

    private double ChanceOf(double score, int row)
    {
        if (!options.Power)
        {
            return options.Beta * score;
        }

        if (score < 0)
        {
            Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(row + 1)} has the score {NumberText.Of(score)}, where a number of 0 or more is needed for --kind power.", "Correct the value, or pass --kind softmax.");
        }

        return options.Beta == 0 ? 0 : score == 0 ? double.NegativeInfinity : options.Beta * PortableMath.Log(score);
    }

    private static double[] Numbers(RowValues<double> values)
    {
        var all = new double[values.Count];
        for (long i = 0; i < all.Length; i++)
        {
            all[i] = values[i];
        }

        return all;
    }

    private static void Check(SoftCapOptions options)
    {
        PickSpecs.Check(options.Budget, options.Must, options.Id);
        if (options.Weights.Count > 0 && options.Useful is not null)
        {
            Fail.Usage("--weights says what scores weigh, and --useful has weights fitted.", "Leave out one of the two.");
        }
    }

    private static SoftCapOptions Resolve(SoftCapOptions options, StartRequest request)
    {
        SoftCapOptions bound = options with
        {
            Groups = request.Columns(options.Groups),
            Scores = request.Columns(options.Scores),
            Useful = options.Useful is { } useful ? request.Column(useful) : null,
            Id = options.Id is { } id ? request.Column(id) : null,
        };
        if (bound.Weights.Count > 0 && bound.Weights.Count != bound.Scores.Count)
        {
            Fail.Usage($"--weights has {NumberText.Of(bound.Weights.Count)} numbers, and --score names {NumberText.Of(bound.Scores.Count)} columns.", "Give one for each, in their order.");
        }

        return bound;
    }

    private static double[] WeightsOf(string[] items) => Array.ConvertAll(items, static item =>
    {
        if (!NumberText.TryNumber(item, out double weight) || !double.IsFinite(weight))
        {
            Fail.Usage($"--weights takes numbers, not {Fail.Show(item)}.", "For example --weights 1,0.5.");
        }

        return weight;
    });

    private static SoftCapOptions With(SoftCapOptions options, BudgetKind kind, double amount)
    {
        if (options.Budget.Kind != BudgetKind.None)
        {
            Fail.Usage("More than one budget is given.", "Pass one of --rows, --fraction.");
        }

        return options with { Budget = new Budget(kind, amount) };
    }
}
