using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Resample.Balance;

/// <summary>The columns that copies depend on, and what their values mean.</summary>
/// <param name="Size">Rows of a row's cluster.</param>
/// <param name="By">Columns whose values have copies of their own.</param>
/// <param name="Kept">Column that says which rows a filter kept, or null.</param>
/// <param name="KeptValue">The value that says so; null for true.</param>
internal sealed record RehydrateColumns(string Size, IReadOnlyList<string> By, string? Kept, string? KeptValue)
{
    /// <summary>Groups, then the size, then kept.</summary>
    public IReadOnlyList<ColumnRequest> Request { get; } =
        [.. By.Select(static c => new ColumnRequest(c, ColumnKind.Text)), new ColumnRequest(Size, ColumnKind.Whole), .. Kept is null ? Array.Empty<ColumnRequest>() : [new ColumnRequest(Kept, ColumnKind.Text)]];

    /// <summary>The cluster size of a row; 1 where it is missing. 0 is that of a row in no cluster, and comes once like it.</summary>
    /// <exception cref="CurateException">It is negative.</exception>
    public long SizeOf(RecordBatch batch, int firstColumn, int row)
    {
        var sizes = (WholeColumn)batch[firstColumn + By.Count];
        long size = sizes.IsNull(row) ? 1 : sizes[row];
        if (size < 0)
        {
            Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(batch.FirstRow + row + 1)} has {NumberText.Of(size)} in {Fail.Show(Size)}, where the number of rows of its cluster is needed.",
                "dedupe --cluster-size writes such a column; --cluster-size names it.");
        }

        return Math.Max(1, size);
    }

    /// <summary>True when the filter kept the row.</summary>
    /// <exception cref="CurateException">The value is neither true nor false where no value was named.</exception>
    public bool KeptOf(RecordBatch batch, int firstColumn, int row)
    {
        if (Kept is null)
        {
            return true;
        }

        TextColumn column = batch.Text(firstColumn + By.Count + 1);
        ReadOnlySpan<byte> value = column[row];
        if (KeptValue is not null)
        {
            return !column.IsNull(row) && value.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(KeptValue));
        }

        bool yes = System.Text.Ascii.EqualsIgnoreCase(value, "true"u8) || value.SequenceEqual("1"u8);
        if (!yes && !System.Text.Ascii.EqualsIgnoreCase(value, "false"u8) && !value.SequenceEqual("0"u8))
        {
            Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(batch.FirstRow + row + 1)} has {(column.IsNull(row) ? "no value" : Fail.Show(System.Text.Encoding.UTF8.GetString(value)))} in {Fail.Show(Kept)}, where true or false is needed.",
                $"Pass --kept {Kept}=VALUE to say which value means kept.");
        }

        return yes;
    }
}
