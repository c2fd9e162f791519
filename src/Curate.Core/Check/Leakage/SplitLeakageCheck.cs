using Curate.Core.Dedupe.Near;
using Curate.Core.Options;
using Curate.Core.Profile.Report;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Check.Leakage;

/// <summary>
/// Rows, near-duplicates, groups, times, parents and keys that two parts of a split have in common. Parts are files (the data and every <c>--against</c>) or the
/// values of a split column; each part is checked against those behind it in the list, of which the last learns.
/// </summary>
/// <remarks>
/// One pass over each part for each kind of leak, two for times and texts. Memory: 24 bytes a row and key, spilled to scratch beyond the budget; n / 8 bytes
/// for each pair of parts; 24 to 48 bytes for each of up to 4,096 values of each column; texts as <c>dedupe --method near</c>.
/// </remarks>
internal static class SplitLeakageCheck
{
    public static CheckEntry Entry { get; } = new CheckEntry<SplitLeakageOptions>("split-leakage",
        "Rows, near-duplicates, groups or times that training, validation and test parts have in common.")
    {
        Memory = "24 bytes a row and kind of key, spilled to scratch beyond --memory; n / 8 bytes a pair of parts; up to 200 kB a column; texts as dedupe --method near",
        Passes = "2 over each part for rows and key columns, 1 more for --group and for --parent, 2 more for --time and for --text",
        Needs = "a second part: --against FILE or --split-column COL",
        Source = "standard method; near-duplicates as in Broder 1997",
        Usage = "curate check test.csv --with split-leakage --against train.csv --group patient --time visited",
        Codes = [LeakCodes.Rows, LeakCodes.NearRows, LeakCodes.Groups, LeakCodes.Future, LeakCodes.Parents, LeakCodes.KeyColumn],
        Defaults = new SplitLeakageOptions(),
        Options =
        [
            OptionSpec<SplitLeakageOptions>.Column("split-column", "Column whose values name the part of a row, where all parts stand in one file.", (o, v) => o with { SplitColumn = v }),
            OptionSpec<SplitLeakageOptions>.Text("train", "Value of --split-column of the rows that learn; else train or training, else the largest part.", (o, v) => o with { Train = v }),
            OptionSpec<SplitLeakageOptions>.Columns("key", "Columns whose values make two rows the same.", (o, v) => o with { Key = v }, "all that every part has, --id and --split-column aside"),
            OptionSpec<SplitLeakageOptions>.Columns("parent", "Columns with the ids of the rows that a made-up row comes from; with --id.", (o, v) => o with { Parent = v }),
            OptionSpec<SplitLeakageOptions>.Fraction("near-threshold", "Least Jaccard similarity of two texts (--text) that are nearly the same.", (o, v) => o with { NearThreshold = v }, 0.8, 0, 1, aboveMin: true),
        ],
        Validate = Validate,
        Run = static (options, inputs) => Run(options, inputs),
        Example = static table => table.Rows == 0 ? null : new SplitLeakageOptions(),
        ExampleRoles = static table => new CheckRoles { Group = [table.Group], Text = [table.Text], Id = table.Id },
        ExampleReadsOther = true,
    };

    private static void Validate(SplitLeakageOptions options)
    {
        if (options.Train is not null && options.SplitColumn is null)
        {
            Errors.Fail.Usage("--train names a value of --split-column, which is not given.", "Pass --split-column COL, or leave --train out: with files the last --against is the part that learns.");
        }
    }

    private static CheckResult Run(SplitLeakageOptions options, CheckInputs inputs)
    {
        if (inputs.Others.Count == 0 && options.SplitColumn is null)
        {
            return CheckResult.NotMeasurable(Entry.Name, "It needs a second part: pass --against FILE, or --split-column COL for parts of one file.");
        }

        if (options.Parent.Count > 0 && inputs.Roles.Id is null)
        {
            return CheckResult.NotMeasurable(Entry.Name, "--parent holds ids of other rows: pass --id COL.");
        }

        options = Resolve(options, inputs);
        using var parts = new SplitParts(options, inputs);
        var report = new LeakReport(inputs, parts.All);
        if (parts.All.Count < 2)
        {
            return CheckResult.NotMeasurable(Entry.Name, "There is only one part.");
        }

        SharedKeys? rows = Keys(inputs, parts, options.Key.Count > 0 ? options.Key : parts.CommonColumns(inputs.Roles.Id), SharedKeys.KeyForm.Row, "hash rows", "rows", LeakCodes.Rows, report);
        if (inputs.Roles.Text.Count > 0 && parts.Have(inputs.Roles.Text, "near", report))
        {
            var near = new NearOptions { Texts = new TextOptions { Text = inputs.Roles.Text }, Threshold = options.NearThreshold };
            foreach ((int a, int b) in parts.Pairs)
            {
                PartOverlap overlap = NearOverlap.Find(inputs.Passes, parts.All, a, b, near);
                report.Add("near", LeakCodes.NearRows, overlap, parts.RowsOf(a), $"{Share(overlap.Rows, parts.RowsOf(a))} of {parts.All[a].Name} have nearly the same text as a row of {parts.All[b].Name} (Jaccard similarity {NumberText.Of(options.NearThreshold)} or more)");
            }
        }

        if (inputs.Roles.Group.Count > 0)
        {
            Keys(inputs, parts, inputs.Roles.Group, SharedKeys.KeyForm.Complete, "hash groups", "group", LeakCodes.Groups, report);
        }

        if (inputs.Roles.Time is { } time && parts.Have([time], "time", report))
        {
            Times(inputs, parts, time, report);
        }

        if (options.Parent.Count > 0)
        {
            Keys(inputs, parts, [inputs.Roles.Id!, .. options.Parent], SharedKeys.KeyForm.Each, "hash parents", "parent", LeakCodes.Parents, report);
        }

        KeyColumns(inputs, parts, rows, report);
        return CheckResult.Of(Entry.Name, report.Findings, report.Tables);
    }

    private static SplitLeakageOptions Resolve(SplitLeakageOptions options, CheckInputs inputs)
    {
        var names = new Methods.StartRequest(new Methods.PlanInputs(inputs.Main), inputs.Context);
        return options with
        {
            Key = names.Columns(options.Key),
            Parent = names.Columns(options.Parent),
            SplitColumn = options.SplitColumn is null ? null : names.Column(options.SplitColumn),
        };
    }

    private static SharedKeys? Keys(CheckInputs inputs, SplitParts parts, IReadOnlyList<string> columns, SharedKeys.KeyForm form, string what, string kind, CheckCode code, LeakReport report)
    {
        if (columns.Count == 0 || !parts.Have(columns, kind, report))
        {
            return null;
        }

        SharedKeys found = SharedKeys.Find(inputs.Passes, parts.All, columns, form, what);
        foreach ((int a, int b) in parts.Pairs)
        {
            PartOverlap overlap = found.Pair(a, b);
            string share = Share(overlap.Rows, found.Rows[a]);
            string of = parts.All[a].Name;
            string other = parts.All[b].Name;
            report.Add(kind, code, overlap, found.Rows[a], kind switch
            {
                "rows" => $"{share} of {of} stand in {other} too",
                "group" => $"{share} of {of} belong to {NumberText.Of(overlap.Keys)} {(overlap.Keys == 1 ? "group that stands" : "groups that stand")} in {other} too",
                _ => $"{share} of {of} share a parent with rows of {other}, or one is the parent of the other",
            });
        }

        return found;
    }

    private static void Times(CheckInputs inputs, SplitParts parts, string column, LeakReport report)
    {
        foreach ((int a, int b) in parts.Pairs)
        {
            if (!parts.All[b].IsEarlier)
            {
                continue;
            }

            TimeOverlap times = TimeOverlap.Find(inputs.Passes, parts.All, a, b, column);
            report.Add("time", LeakCodes.Future, times.Overlap, times.Rows,
                $"{Share(times.Overlap.Rows, times.Rows)} of {parts.All[a].Name} are not later than the latest row of {parts.All[b].Name} ({times.Latest ?? "which has no time"})", column);
        }
    }

    /// <summary>Columns whose values name rows and stand in both parts, where copies of whole rows do not say it all.</summary>
    private static void KeyColumns(CheckInputs inputs, SplitParts parts, SharedKeys? rows, LeakReport report)
    {
        const double Names = 0.9;
        const double Chance = 0.01;
        string[] columns = [.. parts.CommonColumns(null).Where(c => !inputs.Roles.Group.Contains(c, StringComparer.Ordinal))];
        if (columns.Length == 0)
        {
            return;
        }

        Data.ReadRequest request = Data.ReadRequest.Of([.. columns.Select(static c => new Data.ColumnRequest(c, Data.ColumnKind.Text))]);
        SharedValues[] samples = [.. parts.All.Select(p => inputs.Passes.Summarise(p.Source, request, "sample values", () => new SharedValues(columns.Length)))];
        foreach ((int a, int b) in parts.Pairs)
        {
            double copies = rows is null || rows.Rows[a] == 0 ? 0 : (double)rows.Pair(a, b).Rows / rows.Rows[a];
            for (int c = 0; c < columns.Length; c++)
            {
                SharedValues.Shared shared = SharedValues.Of(samples[a], samples[b], c);
                if (shared.Rows < inputs.MinSize || shared.ReferenceRows < inputs.MinSize || shared.Unique < Names)
                {
                    continue;
                }

                Interval share = Proportions.Wilson(shared.SharedRows, shared.Rows);
                double byChance = (2 * (1 - ((double)shared.ReferenceSingle / shared.ReferenceRows))) + Chance;
                if (share.Low > Math.Max(byChance, copies + Chance))
                {
                    report.AddColumn(columns[c], a, b, shared, share, byChance);
                }
            }
        }
    }

    private static string Share(long rows, long of) =>
        $"{NumberText.Of(rows)} of {NumberText.Of(of)} rows ({NumberText.Of(of == 0 ? 0 : Math.Round(100.0 * rows / of, 2))}%)";
}
