namespace Curate.Core.Grouping;

/// <summary>A small number for every row, in 1, 2 or 4 bytes a row, widened when a larger number arrives; pieces of 16 MiB.</summary>
public sealed class RowCodes
{
    private const int PieceRows = 1 << 22;
    private readonly List<Array> _pieces = [];
    private int _inLast = PieceRows;

    public long Count { get; private set; }

    public long StorageBytes => _pieces.Sum(static p => (long)Buffer.ByteLength(p));

    public int this[long row]
    {
        get
        {
            Array piece = _pieces[(int)(row / PieceRows)];
            int at = (int)(row % PieceRows);
            return piece switch
            {
                byte[] small => small[at],
                ushort[] middle => middle[at],
                _ => ((int[])piece)[at],
            };
        }
    }

    public void Append(int code)
    {
        if (_inLast == PieceRows)
        {
            _pieces.Add(new byte[1024]);
            _inLast = 0;
        }

        Array piece = _pieces[^1];
        if (_inLast == piece.Length || (code > 255 && piece is byte[]) || (code > 65535 && piece is ushort[]))
        {
            piece = _pieces[^1] = Widen(piece, code);
        }

        switch (piece)
        {
            case byte[] small:
                small[_inLast] = (byte)code;
                break;
            case ushort[] middle:
                middle[_inLast] = (ushort)code;
                break;
            default:
                ((int[])piece)[_inLast] = code;
                break;
        }

        _inLast++;
        Count++;
    }

    public void Save(BinaryWriter to)
    {
        to.Write(Count);
        for (long row = 0; row < Count; row++)
        {
            to.Write7BitEncodedInt(this[row]);
        }
    }

    /// <summary>Appends saved codes, each translated.</summary>
    public void AppendSaved(BinaryReader from, int[] translated)
    {
        for (long n = from.ReadInt64(); n > 0; n--)
        {
            Append(translated[from.Read7BitEncodedInt()]);
        }
    }

    private Array Widen(Array piece, int code)
    {
        int length = _inLast == piece.Length ? Math.Min(PieceRows, piece.Length * 2) : piece.Length;
        Array wider = piece is int[] || code > 65535 ? new int[length] : piece is ushort[] || code > 255 ? new ushort[length] : new byte[length];
        for (int i = 0; i < _inLast; i++)
        {
            int value = piece switch
            {
                byte[] small => small[i],
                ushort[] middle => middle[i],
                _ => ((int[])piece)[i],
            };
            switch (wider)
            {
                case byte[] small:
                    small[i] = (byte)value;
                    break;
                case ushort[] middle:
                    middle[i] = (ushort)value;
                    break;
                default:
                    ((int[])wider)[i] = value;
                    break;
            }
        }

        return wider;
    }
}
