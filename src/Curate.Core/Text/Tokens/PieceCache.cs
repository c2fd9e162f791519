using Curate.Core.Hashing;

namespace Curate.Core.Text.Tokens;

/// <summary>
/// Token counts of short pieces seen lately, by their bytes: a table of fixed size (1.4 MB) in which a piece takes the place of the one before it. It only saves
/// work: every answer is checked against the bytes.
/// </summary>
internal sealed class PieceCache
{
    /// <summary>Longer pieces are not kept.</summary>
    public const int MostBytes = 32;

    private const int Slots = 1 << 15;
    private readonly byte[] _bytes = new byte[Slots * MostBytes];
    private readonly byte[] _lengths = new byte[Slots];
    private readonly int[] _counts = new int[Slots];

    public static int Slot(ReadOnlySpan<byte> piece) => (int)(Hash64.Of(piece) >> 49);

    public bool TryGet(ReadOnlySpan<byte> piece, int slot, out int count)
    {
        count = _counts[slot];
        return _lengths[slot] == piece.Length && _bytes.AsSpan(slot * MostBytes, piece.Length).SequenceEqual(piece);
    }

    public void Set(ReadOnlySpan<byte> piece, int slot, int count)
    {
        piece.CopyTo(_bytes.AsSpan(slot * MostBytes));
        _lengths[slot] = (byte)piece.Length;
        _counts[slot] = count;
    }
}
