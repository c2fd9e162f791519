using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Resample.Balance.Pairing;

/// <summary>
/// Matches the rows of one group with rows of another that are alike: nearest neighbours by the chance to be in the group (propensity), or by Mahalanobis distance, inside of columns that have to be
/// equal and not farther than a caliper. Greedy: rows choose one after the other.
/// </summary>
/// <remarks>
/// Rosenbaum and Rubin 1985, "Constructing a Control Group Using Multivariate Matched Sampling Methods That Incorporate the Propensity Score"; Austin 2011 for the caliper of 0.2 standard
/// deviations of the logit and the balance. Propensity: O(n log n) beside the regression; Mahalanobis: O(t c d) a search. Memory: that of <see cref="LabelledTable"/> and <see cref="MatchDesign"/>.
/// </remarks>
internal sealed class Matching(MatchOptions options, RunContext context) : IRowPlanner
{
    public const double DefaultCaliper = 0.2;
    public const string Unmatched = "unmatched";
    public const string NotCompared = "not-compared";

    public static MethodEntry Entry { get; } = new MethodEntry<MatchOptions>("resample", "matching",
        "Matches each row of a group with the most similar rows of the others, and reports the balance before and after.",
        MethodTraits.KeepsOrder | MethodTraits.AddsColumns | MethodTraits.InMemory)
    {
        Memory = "4 (features + 1) bytes a row, 16 bytes a row for each number and each value of a category, 20 bytes a row; with --distance mahalanobis vectors of the same width twice, and 24 bytes for each of 16 to 1024 neighbours of a treated row",
        Passes = "3, one more where kinds are inferred, one more with --exact or --outcome",
        Source = "P. Rosenbaum and D. Rubin 1985; P. Austin 2011",
        DropReasons = [Unmatched, NotCompared],
        Usage = "curate resample penguins.csv --method matching --label sex --treated MALE --exact species --features bill_length_mm,body_mass_g --missing drop -o matched.csv",
        LabelsClasses = false,
        Defaults = new MatchOptions(),
        Options =
        [
            .. FeatureOptionSpecs.Of<MatchOptions>("", duplicates: false).Where(static o => o.Name is not ("to" or "scale")),
            OptionSpec<MatchOptions>.Text("treated", "The value of the label whose rows are matched; without it that of the smallest group.", (o, v) => o with { Treated = v }),
            OptionSpec<MatchOptions>.List("control", "Values of the label that matches are taken from; without it all others.", (o, v) => o with { Control = v }),
            OptionSpec<MatchOptions>.Choice("distance", "What near means: a similar chance to be in the group, or similar features.", ["propensity", "mahalanobis"],
                (o, v) => o with { ByPropensity = v == "propensity" }, "propensity"),
            OptionSpec<MatchOptions>.Columns("exact", "Columns in which a row and its match agree.", (o, v) => o with { Exact = v }),
            OptionSpec<MatchOptions>.Number("caliper", "Farthest match: in standard deviations of the log odds (0.2 unless said), or a Mahalanobis distance (none unless said).",
                (o, v) => o with { Caliper = v }, min: 0),
            OptionSpec<MatchOptions>.Flag("no-caliper", "Match at any distance.", (o, v) => o with { NoCaliper = v }),
            OptionSpec<MatchOptions>.Whole("controls", "Matches of each row; all take their first before any takes its second.", (o, v) => o with { Controls = (int)v }, 1, 1, 1000),
            OptionSpec<MatchOptions>.Flag("replacement", "A row may be the match of several; it then comes once for each.", (o, v) => o with { Replacement = v }),
            OptionSpec<MatchOptions>.Choice("match-order", "Which rows choose first: those with the largest or smallest chance to be in the group, by row, or at random. Without it largest, and data with mahalanobis.",
                ["largest", "smallest", "data", "random"], (o, v) => o with { Order = v }),
            OptionSpec<MatchOptions>.Column("outcome", "Column of numbers, or 0 and 1, whose gap between the groups is reported before and after.", (o, v) => o with { Outcome = v }),
            OptionSpec<MatchOptions>.Choice("as", "Write the matched rows, or keep every row and write a weight column.", ["rows", "weights"], (o, v) => o with { AsWeights = v == "weights" }, "rows"),
            OptionSpec<MatchOptions>.Text("weight-column", "Name of the column that --as weights adds.", (o, v) => o with { WeightColumn = v }, "weight"),
        ],
        Validate = Check,
        Resolved = static o => new Dictionary<string, string?>
        {
            ["match-order"] = o.Replacement ? null : o.Chooses,
            ["caliper"] = o.Farthest is { } farthest ? NumberText.Of(farthest) : null,
        },
        Start = static (options, request) => MethodStart.With(new Matching(FeatureOptionSpecs.Resolve(options, request) with
        {
            Exact = request.Columns(options.Exact),
            Outcome = options.Outcome is { } outcome ? request.Column(outcome) : null,
        }, request.Context)),
        Example = static table => table.Classes < 2 ? null : new MatchOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Mean, NoCaliper = true },
    };

    /// <inheritdoc/>
    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        using LabelledTable table = LabelledTable.Read(passes, inputs.Main, options, context);
        (int[] rows, bool[] isTreated, string treatedName, string controlName) = Groups(table);
        using MemoryLease lease = context.Memory.Lease(MatchDesign.BytesFor(rows.Length, table.Store.Numeric + Enumerable.Range(0, table.Store.Codes).Sum(table.CategoryCount)) + (20L * rows.Length), "Matching");
        using var exact = new GroupTable(options.Exact, keepCodes: true, context);
        double[] outcomes = Further(passes, inputs.Main, table, rows, exact);
        var design = new MatchDesign(table, rows, isTreated);
        double[]? logits = options.ByPropensity ? design.Logits(context) : null;
        using VectorStore? vectors = options.ByPropensity ? null : design.Whitened(context);
        var pairs = new List<MatchedPair>();
        double farthest = options.Farthest is { } units ? options.ByPropensity ? units * design.Spread(logits!) : units : double.PositiveInfinity;
        foreach (IGrouping<int, int> stratum in Enumerable.Range(0, rows.Length).GroupBy(i => options.Exact.Count == 0 ? 0 : exact.Codes[table.RowOf(rows[i])]).OrderBy(static g => g.Key))
        {
            int[] controls = [.. stratum.Where(i => !isTreated[i])];
            int[] treated = [.. Ordered(stratum.Where(i => isTreated[i]), logits, i => table.RowOf(rows[i]))];
            if (controls.Length > 0 && treated.Length > 0)
            {
                Match(logits, vectors, treated, controls, farthest, pairs);
            }
        }

        if (pairs.Count == 0)
        {
            Fail.With(ErrorCodes.Infeasible, $"No row of the group {Fail.Show(treatedName)} has a match in {Fail.Show(controlName)}"
                + (double.IsInfinity(farthest) ? "." : $" within the caliper, {NumberText.Of(farthest)}."), "Raise --caliper or pass --no-caliper, or leave columns out of --exact.");
        }

        return Planned(table, rows, isTreated, treatedName, controlName, design, logits, outcomes, pairs);
    }

    public void Dispose()
    {
    }

    private static void Check(MatchOptions options)
    {
        if (options is { NoCaliper: true, Caliper: not null })
        {
            Fail.Usage("--no-caliper and --caliper contradict each other.", "Leave one of them out.");
        }

        if (!options.ByPropensity && options.Order is ("largest" or "smallest"))
        {
            Fail.Usage($"--match-order {options.Order} goes by the chance to be in the group, which --distance mahalanobis does not know.", "Pass --match-order data or random.");
        }

        if (options is { Replacement: true, Order: not null })
        {
            Fail.Usage("--match-order means nothing with --replacement: no row takes a match from another.", "Leave one of them out.");
        }

        if (options.Treated is { } treated && options.Control.Contains(treated, StringComparer.Ordinal))
        {
            Fail.Usage($"The group {Fail.Show(treated)} is named by --treated and by --control.");
        }
    }

    /// <summary>Rows of both groups, as rows of the table.</summary>
    private (int[] Rows, bool[] IsTreated, string Treated, string Control) Groups(LabelledTable table)
    {
        if (table.ClassCount < 2)
        {
            Fail.With(ErrorCodes.Infeasible, table.ClassCount == 0
                ? "There is no group: every row lacks its label or a feature, or there are no rows."
                : $"There is only one group, {Fail.Show(table.Names[0])}; matching needs two.", "Check --label.");
        }

        int treated = options.Treated is { } name ? Place(table, name, "--treated") : table.Smallest;
        int[] control = options.Control.Count > 0 ? [.. options.Control.Select(c => Place(table, c, "--control"))] : [.. Enumerable.Range(0, table.ClassCount).Where(c => c != treated)];
        if (control.Contains(treated))
        {
            Fail.With(ErrorCodes.Infeasible, $"The smallest group, {Fail.Show(table.Names[treated])}, is named by --control.", "Pass --treated.");
        }

        var rows = new List<int>();
        var isTreated = new List<bool>();
        for (int row = 0; row < table.Count; row++)
        {
            int group = table.ClassOf[row];
            if (group == treated || control.Contains(group))
            {
                rows.Add(row);
                isTreated.Add(group == treated);
            }
        }

        return ([.. rows], [.. isTreated], table.Names[treated], string.Join(", ", control.Select(c => table.Names[c])));
    }

    private static int Place(LabelledTable table, string name, string option)
    {
        for (int c = 0; c < table.ClassCount; c++)
        {
            if (table.Names[c] == name)
            {
                return c;
            }
        }

        string? nearest = NameSuggestions.Nearest(name, table.Names);
        Fail.With(ErrorCodes.Infeasible, $"{option} names the group {Fail.Show(name)}, of which there is no row with all features." + (nearest is null ? "" : $" Did you mean {Fail.Show(nearest)}?"),
            "Groups: " + string.Join(", ", table.Names.Take(20).Select(static n => Fail.Show(n))) + (table.ClassCount > 20 ? ", ..." : "") + ".");
        return -1;
    }

    /// <summary>Reads the columns that have to agree, and the outcome of the rows that take part.</summary>
    private double[] Further(PassRunner passes, IRecordSource source, LabelledTable table, int[] rows, GroupTable exact)
    {
        if (options.Exact.Count == 0 && options.Outcome is null)
        {
            return [];
        }

        var outcomes = new double[options.Outcome is null ? 0 : rows.Length];
        int next = 0;
        List<ColumnRequest> columns = [.. exact.Request];
        if (options.Outcome is { } outcome)
        {
            columns.Add(new ColumnRequest(outcome, ColumnKind.Number));
        }

        passes.Run<GroupPart>(source, ReadRequest.Of(columns), "read columns that have to agree", (batch, spent) => GroupPart.Of(batch, 0, options.Exact.Count, spent), (batch, part) =>
        {
            exact.Fold(part);
            for (; next < outcomes.Length && table.RowOf(rows[next]) is var row && row < batch.FirstRow + batch.Count; next++)
            {
                var values = (NumberColumn)batch[options.Exact.Count];
                int at = (int)(row - batch.FirstRow);
                outcomes[next] = values.IsNull(at) ? double.NaN : values[at];
            }
        });
        return outcomes;
    }

    private IEnumerable<int> Ordered(IEnumerable<int> treated, double[]? logits, Func<int, long> rowOf)
    {
        SeededDraw draw = context.Draw("matching");
        return options.Replacement ? treated : options.Chooses switch
        {
            "largest" => treated.OrderByDescending(i => logits![i]),
            "smallest" => treated.OrderBy(i => logits![i]),
            "random" => treated.OrderBy(i => draw.Bits(0, rowOf(i))),
            _ => treated,
        };
    }

    private void Match(double[]? logits, VectorStore? vectors, int[] treated, int[] controls, double farthest, List<MatchedPair> pairs)
    {
        if (logits is not null)
        {
            var nearest = new NearestScores(logits, controls);
            if (options.Replacement)
            {
                nearest.MatchAll(treated, options.Controls, farthest, pairs);
            }
            else
            {
                nearest.Match(treated, options.Controls, farthest, pairs);
            }
        }
        else if (options.Replacement)
        {
            NearestVectors.MatchAll(vectors!, treated, controls, options.Controls, farthest, context, pairs);
        }
        else
        {
            NearestVectors.Match(vectors!, treated, controls, options.Controls, farthest, context, pairs);
        }
    }

    private MatchedRows Planned(LabelledTable table, int[] rows, bool[] isTreated, string treatedName, string controlName, MatchDesign design, double[]? logits, double[] outcomes, List<MatchedPair> pairs)
    {
        // Sets are numbered by the row of their treated row; controls stand in the order in which they were taken.
        (int Treated, MatchedPair[] Pairs)[] sets = [.. pairs.GroupBy(static p => p.Treated).OrderBy(static g => g.Key).Select(static g => (g.Key, g.ToArray()))];
        var weights = new double[rows.Length];
        foreach ((int treated, MatchedPair[] matches) in sets)
        {
            weights[treated] = 1;
            foreach (MatchedPair match in matches)
            {
                weights[match.Control] += 1.0 / matches.Length;
            }
        }

        var entries = new List<MatchedRows.Entry>();
        if (options.AsWeights)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                if (weights[i] > 0)
                {
                    entries.Add(new MatchedRows.Entry(table.RowOf(rows[i]), 1, weights[i]));
                }
            }
        }
        else
        {
            for (int set = 0; set < sets.Length; set++)
            {
                entries.Add(new MatchedRows.Entry(table.RowOf(rows[sets[set].Treated]), set + 1, double.NaN));
                entries.AddRange(sets[set].Pairs.Select(p => new MatchedRows.Entry(table.RowOf(rows[p.Control]), set + 1, p.Distance)));
            }

            entries.Sort(static (a, b) => a.Row != b.Row ? a.Row.CompareTo(b.Row) : a.Set.CompareTo(b.Set));
        }

        var compared = new BitMap();
        foreach (int row in rows)
        {
            compared.Set(table.RowOf(row));
        }

        var plan = new MatchedRows(entries, compared, options.AsWeights ? options.WeightColumn : null) { InputRows = table.InputRows };
        if (!options.AsWeights)
        {
            plan.Dropped.Add(Unmatched, weights.Count(static w => w == 0));
            plan.Dropped.Add(NotCompared, table.InputRows - rows.Length);
        }

        plan.Tables.Add(MatchReport.Groups(treatedName, controlName, isTreated, weights, table.InputRows - rows.Length));
        plan.Tables.Add(MatchReport.Balance(design, logits, weights));
        if (options.Outcome is { } outcome)
        {
            plan.Tables.Add(MatchReport.Outcome(outcome, isTreated, outcomes, [.. sets.Select(static s => (s.Treated, s.Pairs.Select(static p => p.Control).ToArray()))]));
        }

        return plan;
    }
}
