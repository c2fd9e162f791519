using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Curate.Core.Hashing;

namespace Curate.Core.Select.Rules;

/// <summary>
/// The counts of one text in one pass over its bytes: characters, words, lines, paragraphs, and, where rules ask for them, its tokens and repeated lines. Bytes
/// that are not UTF-8 are one symbol each sequence.
/// </summary>
/// <remarks>Methods that are only called by fully optimised ones are not compiled ahead: they ask for the same.</remarks>
/// <param name="setup">The run.</param>
internal sealed class TextScan(RuleSetup setup)
{
    private readonly bool _wantsTokens = setup.Wants(TextStatistic.TopBigram, TextStatistic.TopTrigram, TextStatistic.TopFourGram, TextStatistic.DuplicateFiveGrams,
        TextStatistic.DuplicateSixGrams, TextStatistic.DuplicateSevenGrams, TextStatistic.DuplicateEightGrams, TextStatistic.DuplicateNineGrams, TextStatistic.DuplicateTenGrams);

    private readonly bool _wantsStopWords = setup.Wants(TextStatistic.StopWords, TextStatistic.StopWordShare);
    private readonly bool _wantsRepeats = setup.Wants(TextStatistic.DuplicateLines, TextStatistic.DuplicateParagraphs, TextStatistic.DuplicateLineCharacters,
        TextStatistic.DuplicateParagraphCharacters);

    private readonly HashSet<ulong> _stopWords = setup.StopWordHashes.Hashes;
    private readonly int _longestStopWord = setup.StopWordHashes.Longest;
    private readonly HashSet<ulong> _foundStopWords = [];
    private readonly byte[] _folded = new byte[(setup.StopWordHashes.Longest + 1) * 4];
    private readonly HashCounter _counter = new();
    private readonly List<(ulong Hash, int Characters)> _lineHashes = [];
    private readonly List<(ulong Hash, int Characters)> _paragraphHashes = [];
    private ulong _paragraph;
    private int _paragraphCharacters;

    public TokenList Tokens { get; } = new();

    public long Characters { get; private set; }

    /// <summary>Characters with runs of white space counted as one, and none at the ends.</summary>
    public int Collapsed { get; private set; }

    public long Visible { get; private set; }

    public long Letters { get; private set; }

    public long Capitals { get; private set; }

    public long Digits { get; private set; }

    public long Symbols { get; private set; }

    public long AllTokens { get; private set; }

    public long AlphabeticTokens { get; private set; }

    public long Words { get; private set; }

    public long WordCharacters { get; private set; }

    public long StopWords { get; private set; }

    public long DifferentStopWords => _foundStopWords.Count;

    public long Hashes { get; private set; }

    public long Ellipses { get; private set; }

    public long Lines { get; private set; }

    public long LineFeeds { get; private set; }

    public long LineCharacters { get; private set; }

    public long BulletLines { get; private set; }

    public long EllipsisLines { get; private set; }

    public long TerminalLines { get; private set; }

    public long ShortLines { get; private set; }

    public long LongLines { get; private set; }

    public long Paragraphs { get; private set; }

    public long DuplicateLines { get; private set; }

    public long DuplicateLineCharacters { get; private set; }

    public long DuplicateParagraphs { get; private set; }

    public long DuplicateParagraphCharacters { get; private set; }

    /// <summary>Reads a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlySpan<byte> text)
    {
        Clear();
        byte[] ascii = CharacterClass.Ascii;
        int characters = 0;
        int collapsed = 0;
        int visible = 0;
        int letters = 0;
        int capitals = 0;
        int digits = 0;
        int symbols = 0;
        int hashes = 0;
        int dots = 0;
        int ellipses = 0;

        // The token under way: where it begins, what it has, and its core from the first to the last letter or digit.
        int tokenStart = -1;
        int tokenPlace = 0;
        int seen = 0;
        int coreStart = -1;
        int coreEnd = 0;
        int corePlace = 0;
        int coreLast = 0;

        // The line under way, from its first to its last visible character.
        int lineStart = -1;
        int lineEnd = 0;
        int lineFirst = 0;
        int lineLast = 0;
        bool gap = false;
        for (int at = 0; at < text.Length;)
        {
            byte b = text[at];
            int start = at;
            int sort;
            if (b < 0x80)
            {
                sort = ascii[b];
                at++;
            }
            else
            {
                sort = Decode(text, ref at, ref ellipses);
            }

            characters++;
            if ((sort & CharacterClass.Space) != 0)
            {
                dots = 0;
                gap = true;
                if (tokenStart >= 0)
                {
                    EndToken(text, tokenStart, start, tokenPlace, collapsed, seen, coreStart, coreEnd, coreLast - corePlace);
                    tokenStart = -1;
                }

                if (b == '\n')
                {
                    LineFeeds++;
                    EndLine(lineStart < 0 ? default : text[lineStart..lineEnd], lineLast - lineFirst);
                    lineStart = -1;
                }

                continue;
            }

            if (gap)
            {
                collapsed += visible > 0 ? 1 : 0;
                gap = false;
            }

            visible++;
            letters += sort & CharacterClass.Letter;
            digits += (sort & CharacterClass.Digit) >> 1;
            symbols += (sort & CharacterClass.Symbol) >> 3;
            capitals += (sort & CharacterClass.Upper) >> 4;
            hashes += b == '#' ? 1 : 0;
            dots = b == '.' ? dots + 1 : 0;
            if (dots == 3)
            {
                ellipses++;
                dots = 0;
            }

            if (lineStart < 0)
            {
                lineStart = start;
                lineFirst = characters - 1;
            }

            lineEnd = at;
            lineLast = characters;
            if ((sort & CharacterClass.Unspaced) != 0)
            {
                if (tokenStart >= 0)
                {
                    EndToken(text, tokenStart, start, tokenPlace, collapsed, seen, coreStart, coreEnd, coreLast - corePlace);
                    tokenStart = -1;
                }

                EndToken(text, start, at, collapsed, collapsed + 1, sort, start, at, 1);
                collapsed++;
                continue;
            }

            if (tokenStart < 0)
            {
                tokenStart = start;
                tokenPlace = collapsed;
                seen = 0;
                coreStart = -1;
            }

            collapsed++;
            seen |= sort;
            if ((sort & CharacterClass.InWord) != 0)
            {
                if (coreStart < 0)
                {
                    coreStart = start;
                    corePlace = collapsed - 1;
                }

                coreEnd = at;
                coreLast = collapsed;
            }
        }

        if (tokenStart >= 0)
        {
            EndToken(text, tokenStart, text.Length, tokenPlace, collapsed, seen, coreStart, coreEnd, coreLast - corePlace);
        }

        EndLine(lineStart < 0 ? default : text[lineStart..lineEnd], lineLast - lineFirst);
        EndParagraph();
        (Characters, Collapsed, Visible, Letters, Capitals, Digits, Symbols) = (characters, collapsed, visible, letters, capitals, digits, symbols);
        (Hashes, Ellipses) = (hashes, ellipses);
        if (_wantsRepeats)
        {
            (DuplicateLines, DuplicateLineCharacters) = Repeats(_lineHashes);
            (DuplicateParagraphs, DuplicateParagraphCharacters) = Repeats(_paragraphHashes);
        }
    }

    private void Clear()
    {
        Tokens.Clear();
        _foundStopWords.Clear();
        _lineHashes.Clear();
        _paragraphHashes.Clear();
        _paragraph = 0;
        _paragraphCharacters = 0;
        AllTokens = AlphabeticTokens = Words = WordCharacters = StopWords = 0;
        Lines = LineFeeds = LineCharacters = BulletLines = EllipsisLines = TerminalLines = ShortLines = LongLines = Paragraphs = 0;
        DuplicateLines = DuplicateLineCharacters = DuplicateParagraphs = DuplicateParagraphCharacters = 0;
    }

    private static int Decode(ReadOnlySpan<byte> text, ref int at, ref int ellipses)
    {
        OperationStatus status = Rune.DecodeFromUtf8(text[at..], out Rune rune, out int used);
        at += used;
        ellipses += rune.Value == '…' ? 1 : 0;
        return status == OperationStatus.Done ? CharacterClass.Of(rune.Value) : CharacterClass.Symbol;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EndToken(ReadOnlySpan<byte> text, int start, int end, int place, int last, int seen, int coreStart, int coreEnd, int coreCharacters)
    {
        AllTokens++;
        AlphabeticTokens += seen & CharacterClass.Letter;
        if ((seen & (CharacterClass.Letter | CharacterClass.Digit)) != 0)
        {
            Words++;
            WordCharacters += coreCharacters;
            if (_wantsStopWords && coreEnd - coreStart <= _longestStopWord * 3)
            {
                CountStopWord(text[coreStart..coreEnd]);
            }
        }

        if (_wantsTokens)
        {
            Tokens.Add(Hash64.Of(text[start..end]), place, last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountStopWord(ReadOnlySpan<byte> word)
    {
        int length = 0;
        for (int at = 0; at < word.Length && length < _folded.Length - 4;)
        {
            byte b = word[at];
            if (b < 0x80)
            {
                _folded[length++] = (uint)(b - 'A') < 26 ? (byte)(b | 0x20) : b;
                at++;
            }
            else if (Rune.DecodeFromUtf8(word[at..], out Rune rune, out int used) == OperationStatus.Done)
            {
                length += Rune.ToLowerInvariant(rune).EncodeToUtf8(_folded.AsSpan(length));
                at += used;
            }
            else
            {
                return;
            }
        }

        ulong hash = Hash64.Of(_folded.AsSpan(0, length));
        if (_stopWords.Contains(hash))
        {
            StopWords++;
            _foundStopWords.Add(hash);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EndLine(ReadOnlySpan<byte> line, int characters)
    {
        if (line.IsEmpty)
        {
            EndParagraph();
            return;
        }

        Lines++;
        LineCharacters += characters;
        BulletLines += LineEnds.IsBullet(line) ? 1 : 0;
        EllipsisLines += LineEnds.IsEllipsis(line) ? 1 : 0;
        TerminalLines += LineEnds.IsTerminal(line) ? 1 : 0;
        ShortLines += characters <= setup.ShortLine ? 1 : 0;
        LongLines += characters >= setup.LongLine ? 1 : 0;
        _paragraphCharacters += characters;
        if (_wantsRepeats)
        {
            ulong hash = Hash64.Of(line);
            _lineHashes.Add((hash, characters));
            _paragraph = Hash64.Of(_paragraph ^ hash) + hash;
        }
    }

    private void EndParagraph()
    {
        if (_paragraphCharacters > 0)
        {
            Paragraphs++;
            if (_wantsRepeats)
            {
                _paragraphHashes.Add((_paragraph, _paragraphCharacters));
            }

            _paragraph = 0;
            _paragraphCharacters = 0;
        }
    }

    /// <summary>Pieces that stood before, and their characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (long Pieces, long Characters) Repeats(List<(ulong Hash, int Characters)> pieces)
    {
        long repeated = 0;
        long characters = 0;
        if (pieces.Count > 1)
        {
            _counter.Begin(pieces.Count);
            foreach ((ulong hash, int own) in pieces)
            {
                if (_counter[hash]++ > 0)
                {
                    repeated++;
                    characters += own;
                }
            }
        }

        return (repeated, characters);
    }
}
