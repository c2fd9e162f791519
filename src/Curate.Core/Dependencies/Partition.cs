namespace Curate.Core.Dependencies;

/// <summary>
/// A stripped partition (Huhtala et al. 1999, TANE): the groups of rows that are equal in some columns, those of one row left out. Rows of a group lie
/// together, in row order; storage is reused. 4 bytes a row.
/// </summary>
internal sealed class Partition
{
    private int[] _rows = [];
    private int[] _ends = [];

    /// <summary>Groups of two or more rows.</summary>
    public int Groups { get; private set; }

    /// <summary>Rows in them.</summary>
    public int Rows { get; private set; }

    /// <summary>The rows of a group.</summary>
    public ReadOnlySpan<int> this[int group]
    {
        get
        {
            int start = group == 0 ? 0 : _ends[group - 1];
            return _rows.AsSpan(start, _ends[group] - start);
        }
    }

    /// <summary>All rows as one group: the partition of no columns.</summary>
    public void All(int rows)
    {
        Begin(rows);
        if (rows < 2)
        {
            return;
        }

        for (int row = 0; row < rows; row++)
        {
            _rows[row] = row;
        }

        Rows = rows;
        End();
    }

    /// <summary>Makes this the partition of <paramref name="other"/> and one more column: each group falls apart by the values of the column. Linear in the rows of
    /// <paramref name="other"/>.</summary>
    /// <param name="other">Another partition.</param>
    /// <param name="codes">Value of each row.</param>
    /// <param name="counts">Room for a number per value, all zero before and after.</param>
    public void Refine(Partition other, ReadOnlySpan<int> codes, int[] counts)
    {
        Begin(other.Rows);
        for (int g = 0; g < other.Groups; g++)
        {
            ReadOnlySpan<int> group = other[g];
            foreach (int row in group)
            {
                counts[codes[row]]++;
            }

            // A count becomes the place of the value's next row, as a negative number; values of one row have no place.
            foreach (int row in group)
            {
                ref int count = ref counts[codes[row]];
                if (count > 1)
                {
                    int size = count;
                    count = ~Rows;
                    Rows += size;
                    End();
                }

                if (count < 0)
                {
                    _rows[~count] = row;
                    count--;
                }
            }

            foreach (int row in group)
            {
                counts[codes[row]] = 0;
            }
        }
    }

    /// <summary>Gives back room that is not used.</summary>
    public void Trim()
    {
        Array.Resize(ref _rows, Rows);
        Array.Resize(ref _ends, Groups);
    }

    private void Begin(int rows)
    {
        Groups = 0;
        Rows = 0;
        if (_rows.Length < rows)
        {
            _rows = new int[rows];
        }

        if (_ends.Length < (rows / 2) + 1)
        {
            _ends = new int[(rows / 2) + 1];
        }
    }

    private void End() => _ends[Groups++] = Rows;
}
