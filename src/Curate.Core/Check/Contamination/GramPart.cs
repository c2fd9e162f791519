using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Curate.Core.Data;
using Curate.Core.Text;

namespace Curate.Core.Check.Contamination;

/// <summary>The runs of tokens of one batch: all of them for evaluation texts, those that evaluation texts have for a corpus.</summary>
/// <param name="reader">Cuts texts; the part's own.</param>
internal sealed class GramPart(ShingleReader reader)
{
    private readonly ulong[] _block = new ulong[ShingleReader.Block];
    private readonly List<ulong> _hashes = [];
    private readonly List<(int Gram, int Row)> _hits = [];
    private readonly List<int> _ends = [];
    private readonly List<long> _tokens = [];

    /// <summary>Hashes of row i of an evaluation batch, in text order.</summary>
    public ReadOnlySpan<ulong> Hashes(int row) => CollectionsMarshal.AsSpan(_hashes)[(row == 0 ? 0 : _ends[row - 1]).._ends[row]];

    /// <summary>Tokens of each row.</summary>
    public IReadOnlyList<long> Tokens => _tokens;

    /// <summary>Tokens of all rows of a corpus batch.</summary>
    public long AllTokens { get; private set; }

    /// <summary>Runs of a corpus batch that evaluation texts have, in order.</summary>
    public IReadOnlyList<(int Gram, int Row)> Hits => _hits;

    /// <summary>All runs of the rows of a batch.</summary>
    public void ReadAll(RecordBatch batch, int columns)
    {
        _hashes.Clear();
        _ends.Clear();
        _tokens.Clear();
        Read(batch, columns, null, 0);
    }

    /// <summary>The runs of a corpus batch that a table knows and has not seen often enough yet.</summary>
    public void ReadHits(RecordBatch batch, int columns, GramTable table, int enough)
    {
        _hits.Clear();
        AllTokens = 0;
        Read(batch, columns, table, enough);
    }

    /// <summary>Cuts the texts of a batch, and takes their runs: all of them where there is no table.</summary>
    private void Read(RecordBatch batch, int columns, GramTable? table, int enough)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            reader.Begin();
            for (int c = 0; c < columns; c++)
            {
                ReadOnlySpan<byte> text = batch.Text(c)[row];
                reader.Open();
                bool more = true;
                while (more)
                {
                    int count = reader.Read(text, _block, out more);
                    Take(_block.AsSpan(0, count), row, table, enough);
                }
            }

            if (reader.Finish(out _block[0]))
            {
                Take(_block.AsSpan(0, 1), row, table, enough);
            }

            if (table is null)
            {
                _ends.Add(_hashes.Count);
                _tokens.Add(reader.Tokens);
            }

            AllTokens += reader.Tokens;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take(ReadOnlySpan<ulong> hashes, int row, GramTable? table, int enough)
    {
        if (table is null)
        {
            _hashes.AddRange(hashes);
            return;
        }

        foreach (ulong hash in hashes)
        {
            int gram = table.Find(hash);
            if (gram >= 0 && table.CountOf(gram) < enough)
            {
                _hits.Add((gram, row));
            }
        }
    }
}
