using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Curate.Core.Hashing;

namespace Curate.Core.Text;

/// <summary>
/// The words (or characters) of a text as 64-bit hashes, folded on the way, in blocks: O(bytes), 300 bytes of state whatever the length of
/// the text or of its longest word. Two words have one hash with a chance of about 2^-64.
/// </summary>
/// <param name="table">What characters become.</param>
/// <param name="unit">What a token is.</param>
internal sealed class TokenReader(FoldTable table, ShingleUnit unit)
{
    /// <summary>Longer words are hashed piece by piece.</summary>
    private const int Piece = 256;

    private const ulong SpaceToken = 0x5851F42D4C957F2DUL;
    private readonly byte[] _word = new byte[Piece + 8];
    private int _length;
    private int _at;
    private ulong _chain;
    private bool _chained;
    private bool _digit;
    private bool _gap;
    private bool _hasCharacters;
    private List<string>? _texts;
    private StringBuilder? _shown;

    /// <summary>Characters that were words of their own because their script has no spaces; symbols are not counted.</summary>
    public long Unspaced { get; private set; }

    /// <summary>Byte sequences that are not UTF-8.</summary>
    public long Damaged { get; private set; }

    /// <summary>Forgets everything before the first text of a row.</summary>
    /// <param name="texts">Receives the folded tokens themselves, for explanations, or null.</param>
    public void Begin(List<string>? texts = null)
    {
        Unspaced = 0;
        Damaged = 0;
        _gap = false;
        _hasCharacters = false;
        _texts = texts;
        _shown = texts is null ? null : new StringBuilder();
        Open();
    }

    /// <summary>The next text of the row: it begins a new word.</summary>
    public void Open()
    {
        _at = 0;
        _length = 0;
        _chained = false;
        _digit = false;
        // Two texts of a row are separated like two words, but a gap alone is no token.
        _gap |= _hasCharacters;
        _hasCharacters = false;
    }

    /// <summary>The next hashes of the text that was opened; at least two places are needed.</summary>
    /// <returns>How many; 0 when the text is used up.</returns>
    public int Read(ReadOnlySpan<byte> text, Span<ulong> into) =>
        unit == ShingleUnit.Characters ? ReadCharacters(text, into) : ReadWords(text, into);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadWords(ReadOnlySpan<byte> text, Span<ulong> into)
    {
        bool singles = unit == ShingleUnit.Auto;
        ReadOnlySpan<ulong> ascii = table.Ascii;
        ref byte word = ref MemoryMarshal.GetArrayDataReference(_word);
        int at = _at;
        int length = _length;
        int count = 0;
        while (count + 2 <= into.Length)
        {
            if (at >= text.Length)
            {
                count += End(ref length, into, count);
                break;
            }

            byte b = text[at];
            ulong entry;
            if (b < 0x80)
            {
                entry = ascii[b];
                at++;
            }
            else
            {
                entry = Decode(text, ref at, out bool unspaced);
                Unspaced += unspaced ? 1 : 0;
            }

            switch (FoldTable.ClassOf(entry))
            {
                case FoldClass.Word:
                    break;
                case FoldClass.Digit:
                    if (_digit)
                    {
                        continue;
                    }

                    _digit = true;
                    Put(ref word, ref length, entry);
                    continue;
                case FoldClass.Single when singles:
                    count += End(ref length, into, count);
                    into[count++] = Hash64.Of(FoldTable.BytesOf(entry));
                    _texts?.Add(Shown(entry));
                    continue;
                case FoldClass.Single:
                    break;
                case FoldClass.Space:
                    count += End(ref length, into, count);
                    continue;
                default:
                    continue;
            }

            _digit = false;
            Put(ref word, ref length, entry);
        }

        _at = at;
        _length = length;
        return count;
    }

    private int ReadCharacters(ReadOnlySpan<byte> text, Span<ulong> into)
    {
        int count = 0;
        while (count + 2 <= into.Length && _at < text.Length)
        {
            ulong entry = Decode(text, ref _at, out bool unspaced);
            Unspaced += unspaced ? 1 : 0;
            FoldClass sort = FoldTable.ClassOf(entry);
            if (sort == FoldClass.Dropped || (sort == FoldClass.Digit && _digit))
            {
                continue;
            }

            _digit = sort == FoldClass.Digit;
            if (sort == FoldClass.Space)
            {
                _gap |= _hasCharacters;
                continue;
            }

            if (_gap)
            {
                into[count++] = SpaceToken;
                _texts?.Add(" ");
                _gap = false;
            }

            _hasCharacters = true;
            into[count++] = Hash64.Of(FoldTable.BytesOf(entry));
            _texts?.Add(Shown(entry));
        }

        return count;
    }

    private ulong Decode(ReadOnlySpan<byte> text, ref int at, out bool unspaced)
    {
        OperationStatus status = Rune.DecodeFromUtf8(text[at..], out Rune rune, out int used);
        at += used;
        unspaced = false;
        if (status != OperationStatus.Done)
        {
            Damaged++;
            return table.Damaged;
        }

        ulong entry = table[rune.Value];
        unspaced = FoldTable.ClassOf(entry) == FoldClass.Single && UnspacedScripts.Contains(rune.Value);
        return entry;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(ref byte word, ref int length, ulong entry)
    {
        // Eight bytes are written whatever the length; the buffer has room behind the last piece.
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref word, length), BitConverter.IsLittleEndian ? entry : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(entry));
        length += FoldTable.LengthOf(entry);
        if (_shown is not null)
        {
            _shown.Append(Shown(entry));
        }

        if (length >= Piece - 8)
        {
            Chain(ref length);
        }
    }

    private void Chain(ref int length)
    {
        ulong piece = Hash64.Of(_word.AsSpan(0, length));
        _chain = _chained ? Hash128.Fold(Hash64.Of(_chain) ^ piece, 0x9FB21C651E98DF25UL) + piece : piece;
        _chained = true;
        length = 0;
    }

    /// <summary>Ends the word under way, if there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int End(ref int length, Span<ulong> into, int count)
    {
        _digit = false;
        if (length == 0 && !_chained)
        {
            return 0;
        }

        if (_chained)
        {
            Chain(ref length);
            into[count] = _chain;
            _chained = false;
        }
        else
        {
            into[count] = Hash64.Of(ref MemoryMarshal.GetArrayDataReference(_word), length);
            length = 0;
        }

        if (_shown is not null)
        {
            _texts!.Add(_shown.ToString());
            _shown.Clear();
        }

        return 1;
    }

    private static string Shown(ulong entry)
    {
        Span<byte> bytes = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes, entry);
        return Encoding.UTF8.GetString(bytes[..FoldTable.LengthOf(entry)]);
    }
}
