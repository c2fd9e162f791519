using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Split;

namespace Curate.Core.Check.Leakage;

/// <summary>
/// Rows of a part whose time is at or before the latest time of the part that learns: it would have been told what was to come. Two passes, n / 8 bytes.
/// </summary>
/// <param name="Overlap">The rows, with the latest row of the reference as the match of each.</param>
/// <param name="Latest">The latest time of the reference, as it stands there; null where it has none.</param>
/// <param name="Earliest">The earliest time of the checked part, as it stands there.</param>
/// <param name="Rows">Rows of the checked part that have a time.</param>
/// <param name="Missing">Rows of both parts without one.</param>
internal sealed record TimeOverlap(PartOverlap Overlap, string? Latest, string? Earliest, long Rows, long Missing)
{
    /// <exception cref="CurateException">A value is neither a time nor a number, or not the same of both as those before.</exception>
    public static TimeOverlap Find(PassRunner passes, IReadOnlyList<SplitPart> parts, int checkedPart, int reference, string column)
    {
        ReadRequest request = ReadRequest.Of(new ColumnRequest(column, ColumnKind.Text));
        var latest = new Bound(column);
        var earliest = new Bound(column);
        passes.Each(parts[reference].Source, request, "read times of " + parts[reference].Name, batch =>
        {
            for (int row = 0; row < batch.Count; row++)
            {
                if (latest.Read(batch, row, parts[reference]) && (latest.Row < 0 || latest.At > latest.Value))
                {
                    latest.Take(batch, row);
                }
            }
        });
        earliest.Kind = latest.Kind;
        var overlap = new PartOverlap(checkedPart, reference);
        passes.Each(parts[checkedPart].Source, request, "read times of " + parts[checkedPart].Name, batch =>
        {
            for (int row = 0; row < batch.Count; row++)
            {
                if (!earliest.Read(batch, row, parts[checkedPart]))
                {
                    continue;
                }

                if (earliest.Row < 0 || earliest.At < earliest.Value)
                {
                    earliest.Take(batch, row);
                }

                if (latest.Row >= 0 && earliest.At <= latest.Value)
                {
                    overlap.Add(batch.FirstRow + row, latest.Row);
                }
            }
        });
        return new TimeOverlap(overlap, latest.Text, earliest.Text, earliest.Rows, latest.Missing + earliest.Missing);
    }

    private sealed class Bound(string column)
    {
        private double _at;

        public byte Kind { get; set; }

        public double At => _at;

        public double Value { get; private set; }

        public long Row { get; private set; } = -1;

        public string? Text { get; private set; }

        public long Rows { get; private set; }

        public long Missing { get; private set; }

        public bool Read(RecordBatch batch, int row, SplitPart part)
        {
            TextColumn times = batch.Text(0);
            if (times.IsNull(row))
            {
                Missing++;
                return false;
            }

            byte kind = TimePlanner.TryPlace(times[row], out _at);
            if (kind == 3 || (Kind != 0 && kind != Kind))
            {
                Fail.With(ErrorCodes.BadValue,
                    $"{part.Source.Name}, row {NumberText.Of(part.RowOf(batch.FirstRow + row) + 1)}, column '{column}': {Fail.Show(times[row])} {(kind == 3 ? "is neither a time nor a number" : "is not of the same kind as the rows before it")}; every row needs an ISO 8601 date or time, or every row a number.",
                    $"Correct the value, leave the row out with --where, or leave --time out.");
            }

            Kind = kind;
            Rows++;
            return true;
        }

        public void Take(RecordBatch batch, int row)
        {
            Value = _at;
            Row = batch.FirstRow + row;
            Text = Fail.Show(batch.Text(0)[row]);
        }
    }
}
