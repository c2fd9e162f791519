namespace Curate.Formats.Csv;

/// <summary>What a pass that leaves decoding to other threads needs to know of a file and of the columns asked for.</summary>
/// <param name="Fields">Fields of every record.</param>
/// <param name="Delimiter">The byte between fields.</param>
/// <param name="Quote">The byte around fields, or -1 where quoting is off.</param>
/// <param name="Columns">For each text column of the batch its field, or -1 where the file lacks it.</param>
/// <param name="Typed">The same for columns of other kinds.</param>
/// <param name="NullTexts">Texts that stand for null, beside the empty one.</param>
/// <param name="Faults">Ends the run over a value that does not have its kind.</param>
internal sealed record CsvFraming(
    int Fields, byte Delimiter, int Quote, (int Field, int Column)[] Columns, (int Field, int Column)[] Typed, byte[][] NullTexts, CsvFaults Faults)
{
    /// <summary>A pass over fewer columns copies their values: that costs less than copying whole records.</summary>
    public const int FewestColumns = 3;

    private readonly int[] _columnOf = Invert(Fields, Columns);

    /// <summary>Which of the text columns shows a field, or -1.</summary>
    public int ColumnOf(int field) => _columnOf[field];

    /// <summary>Whether an unquoted value is null.</summary>
    public bool IsNull(ReadOnlySpan<byte> value)
    {
        if (value.Length == 0)
        {
            return true;
        }

        foreach (byte[] text in NullTexts)
        {
            if (value.SequenceEqual(text))
            {
                return true;
            }
        }

        return false;
    }

    private static int[] Invert(int fields, (int Field, int Column)[] columns)
    {
        int[] inverse = new int[fields];
        Array.Fill(inverse, -1);
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Field >= 0)
            {
                inverse[columns[i].Field] = i;
            }
        }

        return inverse;
    }
}
