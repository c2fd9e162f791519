using System.Text;
using System.Text.Unicode;
using Curate.Core.Data;
using Curate.Core.Text.Tokens.Models;
using Curate.Core.Text.Tokens.Normalising;
using Curate.Core.Text.Tokens.Splitting;

namespace Curate.Core.Text.Tokens;

/// <summary>Counts the tokens of texts for one thread: buffers and a cache of pieces around a <see cref="Tokenizer"/>.</summary>
internal sealed class TokenCounter
{
    private readonly Tokenizer _tokenizer;
    private readonly PieceCounter _pieces;
    private readonly PieceCache _cache = new();
    private readonly PieceText _text = new();
    private readonly ByteBuffer _valid = new();
    private ByteBuffer _normalised = new();
    private ByteBuffer _next = new();

    public TokenCounter(Tokenizer tokenizer)
    {
        _tokenizer = tokenizer;
        _pieces = tokenizer.Model.NewCounter();
    }

    /// <summary>
    /// Tokens of a text, without those that the file puts around it; bytes that are not UTF-8 count as U+FFFD. <see cref="PieceCounter.NoToken"/> where
    /// the vocabulary has no token for a character.
    /// </summary>
    public long Count(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            _valid.Clear();
            _valid.Append(Encoding.UTF8.GetString(text));
            text = _valid.Written;
        }

        if (_tokenizer.Added.IsEmpty)
        {
            return CountBetween(text, isFirst: true);
        }

        long count = 0;
        int from = 0;
        for (int at = 0; _tokenizer.Added.Next(text, ref at, from, out PieceRange found);)
        {
            long before = CountBetween(text[from..found.Start], from == 0);
            if (before < 0)
            {
                return before;
            }

            count += before + 1;
            from = found.End;
        }

        long rest = CountBetween(text[from..], from == 0);
        return rest < 0 ? rest : count + rest;
    }

    /// <summary>Tokens of what lies between added tokens.</summary>
    private long CountBetween(ReadOnlySpan<byte> text, bool isFirst)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        foreach (ITextNormaliser normaliser in _tokenizer.Normalisers)
        {
            _next.Clear();
            if (normaliser.Apply(text, _next))
            {
                (_normalised, _next) = (_next, _normalised);
                text = _normalised.Written;
            }
        }

        if (_tokenizer.AddedNormalised.IsEmpty)
        {
            return CountNormalised(text, isFirst);
        }

        long count = 0;
        int from = 0;
        for (int at = 0; _tokenizer.AddedNormalised.Next(text, ref at, from, out PieceRange found);)
        {
            long before = CountNormalised(text[from..found.Start], isFirst && from == 0);
            if (before < 0)
            {
                return before;
            }

            count += before + 1;
            from = found.End;
        }

        long rest = CountNormalised(text[from..], isFirst && from == 0);
        return rest < 0 ? rest : count + rest;
    }

    private long CountNormalised(ReadOnlySpan<byte> text, bool isFirst)
    {
        _text.Begin(text, isFirst);
        foreach (IPreTokenizer cutter in _tokenizer.PreTokenizers)
        {
            cutter.Apply(_text);
        }

        long count = 0;
        ReadOnlySpan<byte> bytes = _text.Text.Written;
        foreach (PieceRange range in _text.Pieces)
        {
            ReadOnlySpan<byte> piece = bytes[range.Start..range.End];
            int tokens;
            if (piece.Length > PieceCache.MostBytes)
            {
                tokens = _pieces.Count(piece);
            }
            else
            {
                int slot = PieceCache.Slot(piece);
                if (!_cache.TryGet(piece, slot, out tokens))
                {
                    tokens = _pieces.Count(piece);
                    _cache.Set(piece, slot, tokens);
                }
            }

            if (tokens < 0)
            {
                return tokens;
            }

            count += tokens;
        }

        return count;
    }
}
