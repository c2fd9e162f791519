using Curate.Core.Running;

namespace Curate.Core.Grouping;

/// <summary>
/// A small number for every row, in 1, 2 or 4 bytes a row: the low bytes of all rows, and, from the first number on that needs them,
/// the higher ones from there on. What does not fit the run's budget lies in scratch.
/// </summary>
/// <param name="context">The run whose budget is used; null = plain memory.</param>
public sealed class RowCodes(RunContext? context = null) : IDisposable
{
    private readonly RowValues<byte> _low = new(context, "codes");
    private RowValues<byte>? _middle;
    private RowValues<ushort>? _high;

    public long Count => _low.Count;

    /// <summary>Bytes that all codes take.</summary>
    public long StorageBytes => _low.StorageBytes + (_middle?.StorageBytes ?? 0) + (_high?.StorageBytes ?? 0);

    public int this[long row] => _middle is null ? _low[row] : _low[row] | (_middle[row] << 8) | (_high is null ? 0 : _high[row] << 16);

    /// <summary>The codes of consecutive rows, as many as the span holds. Any thread.</summary>
    public void CopyTo(long first, Span<int> into)
    {
        Span<byte> bytes = stackalloc byte[512];
        Span<ushort> halves = stackalloc ushort[512];
        for (int at = 0; at < into.Length; at += bytes.Length)
        {
            Span<int> part = into[at..Math.Min(into.Length, at + bytes.Length)];
            _low.CopyTo(first + at, bytes[..part.Length]);
            for (int i = 0; i < part.Length; i++)
            {
                part[i] = bytes[i];
            }

            if (_middle is not null)
            {
                _middle.CopyTo(first + at, bytes[..part.Length]);
                for (int i = 0; i < part.Length; i++)
                {
                    part[i] |= bytes[i] << 8;
                }
            }

            if (_high is not null)
            {
                _high.CopyTo(first + at, halves[..part.Length]);
                for (int i = 0; i < part.Length; i++)
                {
                    part[i] |= halves[i] << 16;
                }
            }
        }
    }

    /// <summary>Appends one code for many rows.</summary>
    public void AppendRun(int code, int rows)
    {
        if (rows == 0)
        {
            return;
        }

        // The first decides which bytes are stored from here on.
        Append(code);
        _low.AppendRun((byte)code, rows - 1);
        _middle?.AppendRun((byte)(code >> 8), rows - 1);
        _high?.AppendRun((ushort)(code >> 16), rows - 1);
    }

    public void Append(int code)
    {
        if (code > byte.MaxValue && _middle is null)
        {
            _middle = new RowValues<byte>(context, "codes", Count);
        }

        if (code > ushort.MaxValue && _high is null)
        {
            _high = new RowValues<ushort>(context, "codes", Count);
        }

        _low.Append((byte)code);
        _middle?.Append((byte)(code >> 8));
        _high?.Append((ushort)(code >> 16));
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
    /// <exception cref="InvalidDataException">A code is not among <paramref name="translated"/>.</exception>
    public void AppendSaved(BinaryReader from, int[] translated)
    {
        for (long n = from.ReadInt64(); n > 0; n--)
        {
            int code = from.Read7BitEncodedInt();
            Append((uint)code < (uint)translated.Length ? translated[code] : throw new InvalidDataException("A stored code is out of range."));
        }
    }

    public void Dispose()
    {
        _low.Dispose();
        _middle?.Dispose();
        _high?.Dispose();
    }
}
