using System.Text;
using Curate.Core.Data;

namespace Curate.Core.Text.Tokens.Models;

/// <summary>Byte-pair merging by a list of merges, as <c>tokenizer.json</c> has it.</summary>
internal sealed class PairMerges : ITokenModel
{
    private readonly int[] _byteTokens = new int[256];

    public required ByteTable Vocabulary { get; init; }

    public required PairTable Merges { get; init; }

    /// <summary>Symbols are single bytes, not characters: the vocabulary was made over bytes.</summary>
    public required bool IsByteLevel { get; init; }

    /// <summary>The token of what the vocabulary lacks; -1 = it is dropped.</summary>
    public int Unknown { get; init; } = -1;

    /// <summary>A run of unknown characters is one token.</summary>
    public bool FusesUnknown { get; init; }

    /// <summary>A piece that is an entry is one token whatever the merges say.</summary>
    public bool TakesWhole { get; init; }

    /// <summary>Put before every symbol of a piece but the first.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Put behind the last symbol of a piece.</summary>
    public string Suffix { get; init; } = "";

    public string Kind => "byte-pair";

    public int Entries => Vocabulary.Count;

    /// <summary>An unknown character becomes the tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> of its bytes.</summary>
    public bool FallsToBytes { get; private set; }

    /// <summary>Looks up the tokens of single bytes.</summary>
    public void UseByteTokens()
    {
        FallsToBytes = true;
        ByteTokens.Find(Vocabulary, _byteTokens);
    }

    public PieceCounter NewCounter() => new Counter(this);

    private sealed class Counter(PairMerges model) : PieceCounter
    {
        private readonly MergeList<NumbersAsPairs> _merges = new(new NumbersAsPairs(model.Merges));
        private readonly byte[] _prefix = Encoding.UTF8.GetBytes(model.Prefix);
        private readonly byte[] _suffix = Encoding.UTF8.GetBytes(model.Suffix);
        private readonly ByteBuffer _symbol = new();

        public override int Count(ReadOnlySpan<byte> piece)
        {
            if (model.TakesWhole && model.Vocabulary.Contains(piece))
            {
                return 1;
            }

            _merges.Clear();
            int unknownFrom = -1;
            int width;
            for (int at = 0; at < piece.Length; at += width)
            {
                width = model.IsByteLevel ? 1 : Utf8Points.Width(piece[at]);
                ReadOnlySpan<byte> symbol = Symbol(piece, at, width);
                if (model.Vocabulary.TryGet(symbol, out int id))
                {
                    Flush(ref unknownFrom, at);
                    _merges.Add(id, at, at + width);
                }
                else if (!AddBytes(symbol, at) && model.Unknown >= 0)
                {
                    // As the reference does it, an unknown character waits, and those that fall to bytes pass it.
                    if (!model.FusesUnknown)
                    {
                        Flush(ref unknownFrom, at);
                    }

                    unknownFrom = unknownFrom < 0 ? at : unknownFrom;
                }
            }

            Flush(ref unknownFrom, piece.Length);
            return _merges.Merge(piece);
        }

        private ReadOnlySpan<byte> Symbol(ReadOnlySpan<byte> piece, int at, int width)
        {
            bool takesPrefix = at > 0 && _prefix.Length > 0;
            bool takesSuffix = at + width == piece.Length && _suffix.Length > 0;
            if (!takesPrefix && !takesSuffix)
            {
                return piece.Slice(at, width);
            }

            _symbol.Clear();
            _symbol.Append(takesPrefix ? _prefix : []);
            _symbol.Append(piece.Slice(at, width));
            _symbol.Append(takesSuffix ? _suffix : []);
            return _symbol.Written;
        }

        private void Flush(ref int from, int to)
        {
            if (from >= 0)
            {
                _merges.Add(model.Unknown, from, to);
                from = -1;
            }
        }

        private bool AddBytes(ReadOnlySpan<byte> symbol, int at)
        {
            if (!model.FallsToBytes || !ByteTokens.HasAll(symbol, model._byteTokens))
            {
                return false;
            }

            foreach (byte b in symbol)
            {
                _merges.Add(model._byteTokens[b], at, at);
            }

            return true;
        }
    }
}
