using Curate.Core.Hashing;

namespace Curate.Core.Dedupe.Lines;

/// <summary>The windows of texts, from their units.</summary>
/// <param name="size">Units of a window.</param>
/// <param name="leastCharacters">Windows of fewer characters match nothing.</param>
internal sealed class WindowReader(int size, int leastCharacters)
{
    private readonly UnitWindow _window = new(size);
    private TextHead _head;
    private int _unit;

    /// <summary>The text under way.</summary>
    public ref readonly TextHead Head => ref _head;

    /// <summary>The first unit of the window that was last read.</summary>
    public int First => _unit - size;

    public int Size => size;

    public void Open(in TextHead head)
    {
        _head = head;
        _unit = 0;
        _window.Clear();
    }

    /// <summary>Adds the next unit; true where it ends a window that may match.</summary>
    public bool Add(in TextPiece piece, ReadOnlySpan<byte> text, out Hash128 window)
    {
        _unit++;
        bool full = _window.Add(piece.Hash, leastCharacters > 1 ? Characters(text[piece.Start..piece.End]) : 1, out window);
        if (!full || (leastCharacters > 1 && _window.Characters < leastCharacters))
        {
            return false;
        }

        window = _head.Block == default ? window : _head.Block.Then(window);
        return true;
    }

    private static int Characters(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte b in utf8)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }
}
