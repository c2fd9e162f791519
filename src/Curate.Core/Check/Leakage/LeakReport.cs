using Curate.Core.Options;
using Curate.Core.Profile.Report;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Check.Leakage;

/// <summary>Findings and tables of <c>split-leakage</c>.</summary>
internal sealed class LeakReport(CheckInputs inputs, IReadOnlyList<SplitPart> parts)
{
    private readonly List<Finding> _findings = [];
    private readonly ReportTable _overlaps = new("split_leakage", "What parts have in common",
        ["kind", "checked", "against", "rows", "shared", "share", "share_low", "share_high", "keys", "rows_there"]);

    private readonly ReportTable _examples = new("split_leakage_examples", "The first rows of each", ["kind", "checked", "row", "against", "row_there", "similarity"]);
    private readonly ReportTable _skipped = new("split_leakage_skipped", "Not looked for", ["kind", "part", "without_column"]);

    /// <summary>Errors first, in the order in which they were found.</summary>
    public IReadOnlyList<Finding> Findings => [.. _findings.OrderByDescending(static f => f.Severity)];

    public IReadOnlyList<ReportTable> Tables => [.. new[] { _overlaps, _examples, _skipped }.Where(static t => t.Rows.Count > 0)];

    /// <summary>What a pair of parts has in common; a finding where there is anything, an error where it is more than the tolerance.</summary>
    public void Add(string kind, CheckCode code, PartOverlap overlap, long rows, string message, string? column = null)
    {
        (SplitPart part, SplitPart reference) = (parts[overlap.Checked], parts[overlap.Reference]);
        Interval share = Proportions.Wilson(overlap.Rows, rows);
        _overlaps.Add(kind, part.Name, reference.Name, rows, overlap.Rows, Shown(share.Value), Shown(share.Low), Shown(share.High), overlap.Keys, overlap.ReferenceRows);
        foreach (PartOverlap.Example example in overlap.Examples)
        {
            _examples.Add(kind, part.Name, part.RowOf(example.Row), reference.Name, reference.RowOf(example.Match), Shown(example.Similarity));
        }

        if (overlap.Rows == 0)
        {
            return;
        }

        if (part.IsMain)
        {
            KeptFailures.Keep(inputs, code.Code, overlap.Each().Select(part.RowOf));
        }

        _findings.Add(ToleratedShare.Found(code, message, overlap.Rows, rows, share, inputs.Tolerance) with
        {
            Column = column,
            Value = part.Name,
            Row = part.IsMain ? part.RowOf(overlap.Examples[0].Row) : null,
        });
    }

    /// <summary>A column that names rows and that two parts share.</summary>
    public void AddColumn(string column, int checkedPart, int reference, SharedValues.Shared shared, Interval share, double byChance)
    {
        _findings.Add(LeakCodes.KeyColumn.Found(
            $"{NumberText.Of(Math.Round(100 * share.Value, 1))}% of the values of '{column}' in {parts[checkedPart].Name} stand in {parts[reference].Name} too, though {NumberText.Of(Math.Round(100 * shared.Unique, 1))}% of its values occur once{(shared.IsExact ? "" : " (from a sample of values)")}.") with
        {
            Column = column,
            Value = parts[checkedPart].Name,
            FailingRows = shared.IsExact ? shared.SharedRows : null,
            CheckedRows = shared.Rows,
            Effect = share.Value,
            EffectLow = share.Low,
            EffectHigh = share.High,
            EffectName = "share of shared values",
            Threshold = byChance,
        });
    }

    /// <summary>A part lacks a column that this kind of leak is found by.</summary>
    public void NotLookedFor(string kind, string part, string column) => _skipped.Add(kind, part, column);

    private static object? Shown(double value) => double.IsNaN(value) ? null : value;
}
