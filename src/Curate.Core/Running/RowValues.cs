using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Curate.Core.Running;

/// <summary>
/// One small value for every row, appended in row order and looked up by row number. Pieces of 4 Mi rows take their bytes from the
/// run's budget; a piece that does not fit is mapped from scratch instead, so what holds a value a row never breaks the budget.
/// </summary>
/// <remarks>O(1) each; sizeof(T) bytes a row, at most twice that for the last piece. Appending is for one thread; reading is for any.</remarks>
/// <param name="context">The run whose budget and scratch are used; null = plain memory.</param>
/// <param name="purpose">What the values are, for the names of scratch files.</param>
/// <param name="zeros">So many rows have the default value already; they take no space.</param>
public sealed class RowValues<T>(RunContext? context, string purpose, long zeros = 0) : IDisposable
    where T : unmanaged
{
    private const int PieceShift = 22;
    private const int PieceRows = 1 << PieceShift;
    private const int FirstRows = 4096;

    private readonly List<Piece> _pieces = [];
    private Piece _last = new();
    private int _inLast = PieceRows;
    private long _stored;

    public long Count => zeros + _stored;

    /// <summary>Bytes that the values take, room to grow aside.</summary>
    public unsafe long StorageBytes => _stored * sizeof(T);

    public T this[long row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            long stored = row - zeros;
            if (stored < 0)
            {
                return default;
            }

            Piece piece = _pieces[(int)(stored >> PieceShift)];
            int at = (int)stored & (PieceRows - 1);
            return piece.Region is null ? piece.Values[at] : piece.Mapped()[at];
        }
    }

    /// <summary>The values of consecutive rows, as many as the span holds.</summary>
    public void CopyTo(long first, Span<T> into)
    {
        while (!into.IsEmpty)
        {
            long stored = first - zeros;
            if (stored < 0)
            {
                int none = (int)Math.Min(into.Length, -stored);
                into[..none].Clear();
                into = into[none..];
                first += none;
                continue;
            }

            int at = (int)stored & (PieceRows - 1);
            int count = Math.Min(into.Length, PieceRows - at);
            _pieces[(int)(stored >> PieceShift)].AsSpan().Slice(at, count).CopyTo(into);
            into = into[count..];
            first += count;
        }
    }

    /// <summary>Appends one value for many rows.</summary>
    public void AppendRun(T value, int rows)
    {
        while (rows > 0)
        {
            if (_inLast == _last.Rows || _inLast == PieceRows)
            {
                Grow();
            }

            int count = Math.Min(rows, _last.Rows - _inLast);
            _last.AsSpan().Slice(_inLast, count).Fill(value);
            _inLast += count;
            _stored += count;
            rows -= count;
        }
    }

    /// <summary>Replaces the value of a row that was appended.</summary>
    public void Set(long row, T value)
    {
        long stored = row - zeros;
        Piece piece = _pieces[(int)(stored >> PieceShift)];
        int at = (int)stored & (PieceRows - 1);
        if (piece.Region is null)
        {
            piece.Values[at] = value;
        }
        else
        {
            piece.Mapped()[at] = value;
        }
    }

    public void Append(T value)
    {
        if (_inLast == _last.Rows || _inLast == PieceRows)
        {
            Grow();
        }

        if (_last.Region is null)
        {
            _last.Values[_inLast++] = value;
        }
        else
        {
            _last.Mapped()[_inLast++] = value;
        }

        _stored++;
    }

    public void Dispose()
    {
        foreach (Piece piece in _pieces)
        {
            Release(piece);
        }

        _pieces.Clear();
        _last = new();
        _inLast = PieceRows;
        _stored = 0;
    }

    private void Grow()
    {
        if (_inLast == PieceRows)
        {
            _last = New(FirstRows);
            _pieces.Add(_last);
            _inLast = 0;
            return;
        }

        Piece larger = New(Math.Min(PieceRows, _last.Rows * 2));
        _last.AsSpan().CopyTo(larger.AsSpan());
        Release(_last);
        _pieces[^1] = _last = larger;
    }

    private unsafe Piece New(int rows)
    {
        long bytes = (long)rows * sizeof(T);
        return context is null || context.Memory.TryTake(bytes)
            ? new Piece { Rows = rows, Values = new T[rows] }
            : new Piece { Rows = rows, Region = context.Scratch.Map(purpose, bytes) };
    }

    private unsafe void Release(Piece piece)
    {
        if (piece.Region is { } region)
        {
            region.Dispose();
        }
        else
        {
            context?.Memory.Return((long)piece.Rows * sizeof(T));
        }
    }

    private sealed class Piece
    {
        public int Rows { get; init; }

        public T[] Values { get; init; } = [];

        public IMappedRegion? Region { get; init; }

        public unsafe Span<T> Mapped() => MemoryMarshal.Cast<byte, T>(Region!.Slice(0, Rows * sizeof(T)));

        public Span<T> AsSpan() => Region is null ? Values : Mapped();
    }
}
