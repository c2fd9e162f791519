namespace Curate.Formats.Csv;

/// <summary>Cuts one sound record into its raw fields, for the few records in which a field is replaced.</summary>
internal sealed class CsvFieldSplitter(CsvDialect dialect)
{
    private readonly byte _delimiter = (byte)dialect.Delimiter;
    private readonly byte _quote = (byte)dialect.Quote;
    private int[] _ends = new int[64];

    /// <summary>Fields of the last record.</summary>
    public int Count { get; private set; }

    /// <summary>Finds the fields of a record given without line end.</summary>
    public void Split(ReadOnlySpan<byte> record)
    {
        Count = 0;
        bool quotes = _quote != 0 && record.Contains(_quote);
        int at = 0;
        while (true)
        {
            int search = quotes && at < record.Length && record[at] == _quote ? AfterQuoted(record, at) : at;
            int found = record[search..].IndexOf(_delimiter);
            Add(found < 0 ? record.Length : search + found);
            if (found < 0)
            {
                return;
            }

            at = search + found + 1;
        }
    }

    /// <summary>The bytes of a field, quotes included.</summary>
    public ReadOnlySpan<byte> Field(ReadOnlySpan<byte> record, int index)
    {
        int start = index == 0 ? 0 : _ends[index - 1] + 1;
        return record[start.._ends[index]];
    }

    private int AfterQuoted(ReadOnlySpan<byte> record, int open)
    {
        int at = open + 1;
        while (true)
        {
            int found = record[at..].IndexOf(_quote);
            if (found < 0)
            {
                return record.Length;
            }

            at += found + 1;
            if (at == record.Length || record[at] != _quote)
            {
                return at;
            }

            at++;
        }
    }

    private void Add(int end)
    {
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, Count * 2);
        }

        _ends[Count++] = end;
    }
}
