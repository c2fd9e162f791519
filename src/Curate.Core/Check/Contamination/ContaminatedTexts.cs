using System.Runtime.InteropServices;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Text;

namespace Curate.Core.Check.Contamination;

/// <summary>
/// Evaluation texts and what corpora have of them: every run of n tokens of the evaluation texts is looked for, and matches that follow each other make one
/// longer match. A match of n tokens or more is always found; a shorter one never is. A text with fewer tokens than n matches only a corpus text that is equal.
/// </summary>
/// <remarks>
/// One pass over the evaluation texts, one over each corpus. Memory: 4 bytes for each token of the evaluation texts, 36 to 60 for each different run of n tokens,
/// 32 a row; nothing for the corpus.
/// </remarks>
internal sealed class ContaminatedTexts : IDisposable
{
    private const string What = "The evaluation texts";
    private readonly PassRunner _passes;
    private readonly ContaminationOptions _options;
    private readonly FoldTable _fold;
    private readonly GramTable _table;
    private readonly MemoryLease _lease;
    private readonly List<int> _grams = [];
    private readonly List<long> _ends = [];
    private readonly List<long> _tokens = [];

    private ContaminatedTexts(PassRunner passes, ContaminationOptions options)
    {
        _passes = passes;
        _options = options;
        _fold = new FoldTable(options.Folding);
        _table = new GramTable(passes.Context);
        _lease = passes.Context.Memory.Lease(0, What);
    }

    /// <summary>Evaluation rows.</summary>
    public int Rows => _ends.Count;

    /// <summary>Different runs of tokens among them.</summary>
    public int Different => _table.Count;

    /// <summary>Tokens of all corpora.</summary>
    public long CorpusTokens { get; private set; }

    /// <summary>Rows of all corpora.</summary>
    public long CorpusRows { get; private set; }

    /// <summary>Reads the evaluation texts.</summary>
    /// <param name="passes">The passes.</param>
    /// <param name="source">The evaluation rows.</param>
    /// <param name="text">Their text columns.</param>
    /// <param name="options">Tokens and folding.</param>
    /// <param name="more">Columns behind the text columns.</param>
    /// <param name="seen">Told of every batch, with the number of text columns.</param>
    public static ContaminatedTexts Read(PassRunner passes, IRecordSource source, IReadOnlyList<string> text, ContaminationOptions options, IReadOnlyList<string> more, Action<RecordBatch, int> seen)
    {
        var texts = new ContaminatedTexts(passes, options);
        try
        {
            ReadRequest request = ReadRequest.Of([.. text.Concat(more).Select(static c => new ColumnRequest(c, ColumnKind.Text))]);
            passes.Run<GramPart>(source, request, "read evaluation texts", (batch, spent) =>
            {
                GramPart part = spent ?? texts.NewPart();
                part.ReadAll(batch, text.Count);
                return part;
            }, (batch, part) =>
            {
                texts.Fold(batch, part);
                seen(batch, text.Count);
            });
            texts._table.Seal();
            return texts;
        }
        catch
        {
            texts.Dispose();
            throw;
        }
    }

    /// <summary>Streams a corpus.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="number">Its number, for <see cref="Match"/>.</param>
    /// <param name="text">Its text columns.</param>
    public void Compare(IRecordSource corpus, int number, IReadOnlyList<string> text)
    {
        ReadRequest request = ReadRequest.Of([.. text.Select(static c => new ColumnRequest(c, ColumnKind.Text))]);
        CorpusRows += _passes.Run<GramPart>(corpus, request, "read the corpus", (batch, spent) =>
        {
            GramPart part = spent ?? NewPart();
            part.ReadHits(batch, text.Count, _table, _options.MinCount);
            return part;
        }, (batch, part) =>
        {
            CorpusTokens += part.AllTokens;
            foreach ((int gram, int row) in part.Hits)
            {
                _table.Saw(gram, ((long)number << 48) | (batch.FirstRow + row));
            }
        });
    }

    /// <summary>What the corpora have of a row.</summary>
    public Match Of(int row)
    {
        long start = row == 0 ? 0 : _ends[row - 1];
        ReadOnlySpan<int> grams = CollectionsMarshal.AsSpan(_grams)[(int)start..(int)_ends[row]];
        long tokens = _tokens[row];
        if (tokens < _options.Gram)
        {
            bool equal = grams.Length == 1 && _table.CountOf(grams[0]) >= _options.MinCount;
            return new Match(tokens, equal ? tokens : 0, equal ? tokens : 0, equal ? _table.FirstOf(grams[0]) : -1, IsShort: true);
        }

        long longest = 0;
        long covered = 0;
        long place = -1;
        int run = 0;
        for (int i = 0; i < grams.Length; i++)
        {
            if (_table.CountOf(grams[i]) < _options.MinCount)
            {
                run = 0;
                continue;
            }

            // The first run of a match covers n tokens, each further one a token more - unless the match before ended less than n tokens ago.
            run++;
            covered += run > 1 ? 1 : Math.Min(_options.Gram, i - LastBefore(grams, i));
            if (run + _options.Gram - 1 > longest)
            {
                longest = run + _options.Gram - 1;
                place = _table.FirstOf(grams[i - run + 1]);
            }
        }

        return new Match(tokens, longest, covered, place, IsShort: false);
    }

    public void Dispose()
    {
        _table.Dispose();
        _lease.Dispose();
    }

    /// <summary>The place of the last matching run before this one, or far before the text.</summary>
    private int LastBefore(ReadOnlySpan<int> grams, int at)
    {
        for (int i = at - 1; i >= 0 && i > at - _options.Gram; i--)
        {
            if (_table.CountOf(grams[i]) >= _options.MinCount)
            {
                return i;
            }
        }

        return at - _options.Gram;
    }

    private GramPart NewPart() => new(new ShingleReader(_fold, _options.Unit, _options.Gram));

    private void Fold(RecordBatch batch, GramPart part)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            ReadOnlySpan<ulong> hashes = part.Hashes(row);
            if (_grams.Count + (long)hashes.Length > Array.MaxLength)
            {
                Fail.With(ErrorCodes.MemoryBudget, $"The evaluation texts have more than {NumberText.Of(Array.MaxLength)} tokens.", "Check them in several files; the corpus may be of any size.");
            }

            foreach (ulong hash in hashes)
            {
                _grams.Add(_table.Add(hash));
            }

            _ends.Add(_grams.Count);
            _tokens.Add(part.Tokens[row]);
        }

        long bytes = (4L * _grams.Capacity) + (16L * _ends.Capacity);
        if (bytes > _lease.Bytes)
        {
            _lease.Grow(bytes - _lease.Bytes, What);
        }
    }

    /// <param name="Tokens">Tokens of the row.</param>
    /// <param name="Longest">Tokens of the longest match.</param>
    /// <param name="Covered">Tokens in any match.</param>
    /// <param name="Place">Where the longest match begins to stand first: the corpus in the upper 16 bits, its row below; -1 for nowhere.</param>
    /// <param name="IsShort">The row has fewer tokens than a match.</param>
    internal readonly record struct Match(long Tokens, long Longest, long Covered, long Place, bool IsShort)
    {
        /// <summary>Longest match over length; 0 for an empty row.</summary>
        public double Share => Tokens == 0 ? 0 : (double)Longest / Tokens;

        public int Corpus => (int)(Place >> 48);

        public long CorpusRow => Place & ((1L << 48) - 1);
    }
}
