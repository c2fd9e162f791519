namespace Curate.Core.Data;

/// <summary>
/// Whole rows in the form in which their own format keeps them, opaque to everything else. Methods never look inside; a sink of the
/// same format and layout copies it, which is why columns that nobody asked for pass through untouched.
/// </summary>
public abstract class RowPayload
{
    /// <summary>Rows held.</summary>
    public abstract int Count { get; }

    /// <summary>Bytes of the rows held.</summary>
    public abstract long Bytes { get; }

    /// <summary>Bytes of one row: of its record without terminator, or of its canonical form where rows are no records.</summary>
    public abstract long RowBytes(int row);

    /// <summary>Forgets all rows and keeps the storage.</summary>
    public abstract void Clear();

    /// <summary>Appends row <paramref name="row"/> of <paramref name="other"/>, a payload of the same layout.</summary>
    public abstract void AppendFrom(RowPayload other, int row);

    /// <summary>Appends rows <paramref name="from"/> up to but excluding <paramref name="to"/> of another payload of the same layout.</summary>
    public virtual void AppendRun(RowPayload other, int from, int to)
    {
        for (int row = from; row < to; row++)
        {
            AppendFrom(other, row);
        }
    }

    /// <summary>Appends rows of another payload of the same layout; those that follow each other at once.</summary>
    public void AppendRows(RowPayload other, ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < rows.Length;)
        {
            int first = rows[i];
            int next = first + 1;
            for (i++; i < rows.Length && rows[i] == next; i++)
            {
                next++;
            }

            AppendRun(other, first, next);
        }
    }

    /// <summary>Writes one row so that <see cref="AppendSaved"/> can restore it (scatter to scratch).</summary>
    public abstract void Save(int row, BinaryWriter to);

    /// <summary>Appends a row written by <see cref="Save"/>.</summary>
    public abstract void AppendSaved(BinaryReader from);
}
