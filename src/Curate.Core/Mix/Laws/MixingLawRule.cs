using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Mix.Laws;

/// <summary>
/// Shares from training runs: laws of the losses are fitted and judged on runs that they have not seen, and the mixture of least foretold loss is searched.
/// Where the laws foretell no better than the mean of the runs, no mixture is recommended.
/// </summary>
internal sealed class MixingLawRule(MixOptions options, RunContext context) : IMixRule
{
    private const double Level = 0.95;

    /// <summary>What fits may take where the budget has less: tables of runs are small, and so are their fits.</summary>
    private const long FitBytes = 64L << 20;

    private readonly RunContext _fitting = new()
    {
        Seed = context.Seed,
        Workers = context.Workers,
        BatchRows = context.BatchRows,
        Memory = new MemoryBudget(Math.Max(context.Memory.Free, FitBytes) + MemoryBudget.ReserveBytes),
        Scratch = context.Scratch,
        Ct = context.Ct,
    };

    private readonly MixingLawOptions _own = options.MixingLaw;
    private RunTable? _runs = options.MixingLaw.Runs;
    private RunTable? _held;
    private RunTable? _reading;
    private IReadOnlyList<string> _losses = options.MixingLaw.Losses;
    private int _asked;

    public PassRequest? NextTable(PlanInputs inputs)
    {
        int tables = (_own.HasRuns ? 1 : 0) + (_own.HasHeldOut ? 1 : 0);
        if (_asked == tables)
        {
            return null;
        }

        bool isRuns = _own.HasRuns && _asked == 0;
        IRecordSource table = inputs.Source(++_asked);
        string[] columns = [.. table.Schema.Fields.Select(static f => f.Name)];
        _reading = new RunTable(isRuns ? "runs" : "held-out", columns);
        if (isRuns)
        {
            _runs = _reading;
            _losses = ColumnSelector.Parse(_own.Losses).Resolve(table);
        }
        else
        {
            _held = _reading;
        }

        return new PassRequest(_asked, ReadRequest.Of([.. columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))]), isRuns ? "read runs" : "read held-out runs");
    }

    public void AddTable(RecordBatch batch) => _reading!.Add(batch);

    public MixTarget Decide(SourceSizes sizes, int[] groups)
    {
        if (sizes.Total == 0)
        {
            return MixTarget.Of(new double[sizes.Count]);
        }

        MixtureRuns runs = _runs!.Of(_own.Prefix, sizes.Names, _losses);
        if (runs.Count < 2 * _own.Folds)
        {
            Fail.With(ErrorCodes.Infeasible, $"--runs has {NumberText.Of(runs.Count)} runs; {NumberText.Of(_own.Folds)} folds of two need {NumberText.Of(2 * _own.Folds)}.",
                "Give more runs, or lower --folds.");
        }

        double[] weights = Weights();
        double[] least = sizes.Of("min", _own.Least, 0);
        double[] most = Most(sizes);
        BoundedSimplex bounds = Bounds(sizes, least, most);
        IMixtureLaw[] laws = [.. LawFits.Laws.Where(l => _own.Law is null || l.Name == _own.Law)];
        Folds folds = Folds.Plain(runs.Count, _own.Folds, new SeededDraw(context.Seed, "mixing-law-folds"));
        LawFit?[][] fits = LawFits.Of(runs, laws, folds, _fitting);
        LawFit[] chosen = [.. fits.Select((own, t) => Chosen(own, runs, laws, t))];
        var search = new MixtureSearch(runs, bounds, weights, _own.Candidates, _fitting);
        MixtureRuns? held = _held?.Of(_own.Prefix, sizes.Names, _losses);
        LawJudgement judgement = LawJudgement.Of(runs, held, fits, chosen, laws, weights, folds, _fitting);
        IFittedLaw[] whole = [.. chosen.Select(static c => c.Whole)];
        bool isFit = judgement.BeatsMean || _own.Unfit == WhenUnfit.Use;
        if (!isFit && _own.Unfit == WhenUnfit.Fail)
        {
            Fail.With(ErrorCodes.Infeasible, $"The laws do not foretell the loss of unseen runs better than the mean of the others does: {judgement.Verdict}",
                "Give more runs or runs that differ more; --when-unfit stratified mixes equal shares instead.");
        }

        var equal = new double[sizes.Count];
        Array.Fill(equal, 1.0 / sizes.Count);
        bounds.Project(equal);
        double[] best = isFit ? search.Best(whole) : equal;
        (double[] low, double[] high) = isFit ? Intervals(search, chosen, best, least, most) : (best, best);
        var mixture = new ReportTable("mixture", "Mixture", ["source", "runs_share_low", "runs_share_mean", "runs_share_high", "min", "max", "size_share", "share", "share_low", "share_high", "note"]);
        for (int s = 0; s < sizes.Count; s++)
        {
            double[] seen = [.. Enumerable.Range(0, runs.Count).Select(i => runs.Shares[i, s])];
            mixture.Add(sizes.Names[s], seen.Min(), Dense.Sum(seen) / seen.Length, seen.Max(), least[s], most[s], sizes.Sizes[s] / sizes.Total, best[s], low[s], high[s],
                best[s] > seen.Max() + 1e-9 ? "above every run" : best[s] < seen.Min() - 1e-9 ? "below every run" : null);
        }

        return MixTarget.Of(best) with
        {
            Tables = [.. judgement.Tables(isFit), mixture, Compared(runs, search, whole, judgement, weights, bounds, best, equal, sizes, isFit), .. Coefficients(chosen, sizes.Names)],
        };
    }

    private double[] Weights()
    {
        var weights = new double[_losses.Count];
        Array.Fill(weights, 1);
        foreach (NamedNumber given in _own.LossWeights)
        {
            int at = _losses.ToList().IndexOf(given.Name);
            if (at < 0)
            {
                string? nearest = NameSuggestions.Nearest(given.Name, _losses);
                Fail.With(ErrorCodes.Infeasible, $"--loss-weights names {Fail.Show(given.Name)}, which is none of the losses.", nearest is null ? "Losses: " + string.Join(", ", _losses) : $"Did you mean '{nearest}'?");
            }

            weights[at] = given.Value;
        }

        double sum = weights.Sum();
        if (sum == 0)
        {
            Fail.Usage("--loss-weights leaves no loss with a weight above 0.");
        }

        return Array.ConvertAll(weights, w => w / sum);
    }

    /// <summary>Upper bounds: those given, and what repeats allow where the size of the mixture is known.</summary>
    private double[] Most(SourceSizes sizes)
    {
        double[] most = sizes.Of("max", _own.Most, 1);
        double? total = options.Stop switch { MixStop.Budget => options.Amount, MixStop.Epochs => options.Amount * sizes.Total, _ => null };
        for (int s = 0; s < most.Length; s++)
        {
            most[s] = sizes.Sizes[s] == 0 ? 0 : Math.Min(most[s], 1);
            most[s] = options.MaxRepeat is { } repeats && total > 0 ? Math.Min(most[s], repeats * sizes.Sizes[s] / total.Value) : most[s];
        }

        return most;
    }

    private static BoundedSimplex Bounds(SourceSizes sizes, double[] least, double[] most)
    {
        for (int s = 0; s < least.Length; s++)
        {
            if (least[s] > most[s])
            {
                Fail.With(ErrorCodes.Infeasible, $"The source {Fail.Show(sizes.Names[s])} is to have a share of at least {NumberText.Of(least[s])} and can have at most {NumberText.Of(most[s])}.",
                    "Change --min or --max, or raise --max-repeat.");
            }
        }

        if (least.Sum() > 1 + 1e-12 || most.Sum() < 1 - 1e-12)
        {
            Fail.With(ErrorCodes.Infeasible, $"No mixture fits the bounds: the least shares sum to {NumberText.Of(least.Sum())}, the largest to {NumberText.Of(most.Sum())}.",
                "Shares sum to 1: lower --min, or raise --max or --max-repeat.");
        }

        return new BoundedSimplex(least, most);
    }

    private static LawFit Chosen(LawFit?[] fits, MixtureRuns runs, IMixtureLaw[] laws, int loss)
    {
        LawFit? best = null;
        foreach (LawFit? fit in fits)
        {
            best = fit is not null && (best is null || fit.Error < best.Error) ? fit : best;
        }

        if (best is null)
        {
            Fail.With(ErrorCodes.Infeasible, $"The loss {Fail.Show(runs.Names[loss])} cannot be fitted by {laws[0].Name}, which {laws[0].Refusal(runs.Sources, runs.Losses[loss])}.", "Choose another --law.");
        }

        return best;
    }

    /// <summary>
    /// Where the best mixture would be without each fold of runs: the grouped jackknife, t quantiles of folds - 1 degrees (Tukey 1958), cut at the bounds.
    /// </summary>
    private static (double[] Low, double[] High) Intervals(MixtureSearch search, LawFit[] chosen, double[] best, double[] least, double[] most)
    {
        int folds = chosen[0].Folds.Length;
        double[][] others = [.. Enumerable.Range(0, folds).Select(f => search.Best([.. chosen.Select(c => c.Folds[f])]))];
        double t = StudentDistribution.TwoSidedQuantile(1 - Level, folds - 1);
        var low = new double[best.Length];
        var high = new double[best.Length];
        for (int s = 0; s < best.Length; s++)
        {
            double mean = others.Sum(o => o[s]) / folds;
            double error = Math.Sqrt((folds - 1.0) / folds * others.Sum(o => (o[s] - mean) * (o[s] - mean)));
            low[s] = Math.Max(least[s], best[s] - (t * error));
            high[s] = Math.Min(most[s], best[s] + (t * error));
        }

        return (low, high);
    }

    private ReportTable Compared(MixtureRuns runs, MixtureSearch search, IFittedLaw[] laws, LawJudgement judgement, double[] weights, BoundedSimplex bounds, double[] best,
        double[] equal, SourceSizes sizes, bool isFit)
    {
        var table = new ReportTable("compared", "Foretold losses", ["mixture", "loss", "foretold", "low", "high", "measured"]);
        double[] proportional = [.. sizes.Sizes.Select(n => n / sizes.Total)];
        bounds.Project(proportional);
        double[] measured = [.. Enumerable.Range(0, runs.Count).Select(i => weights.Select((w, t) => w * runs.Losses[t][i]).Sum())];
        int least = Array.IndexOf(measured, measured.Min());
        double[] foretold = search.Predict(laws, Matrix.Of(best, equal, proportional, runs.Shares.Row(least).ToArray()));
        string all = runs.Names.Count == 1 ? runs.Names[0] : "(weighted mean)";
        string[] names = [isFit ? "optimised" : "chosen (stratified)", "equal", "proportional", $"best run (row {NumberText.Of(least)})"];
        for (int m = 0; m < names.Length; m++)
        {
            (double low, double high) = judgement.Interval(foretold[m]);
            table.Add(names[m], all, foretold[m], low, high, m == 3 ? measured[least] : null);
        }

        for (int t = 0; t < runs.Names.Count && runs.Names.Count > 1; t++)
        {
            var own = new double[1];
            laws[t].Predict(Matrix.Of(best), own, _fitting);
            (double low, double high) = judgement.Interval(t, own[0]);
            table.Add(names[0], runs.Names[t], own[0], low, high, null);
        }

        return table;
    }

    private IEnumerable<ReportTable> Coefficients(LawFit[] chosen, IReadOnlyList<string> sources)
    {
        var table = new ReportTable("coefficients", "Coefficients", ["loss", "law", "term", "value"]);
        for (int t = 0; t < chosen.Length; t++)
        {
            foreach ((string term, double value) in chosen[t].Whole.Terms(sources))
            {
                table.Add(_losses[t], chosen[t].Law, term, value);
            }
        }

        return table.Rows.Count > 0 ? [table] : [];
    }
}
