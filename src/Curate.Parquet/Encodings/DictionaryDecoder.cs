using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Curate.Parquet.Encodings;

/// <summary>RLE_DICTIONARY: indices into the dictionary of the column chunk, behind one byte that tells their width.</summary>
internal sealed class DictionaryDecoder(ValueBuffer dictionary, int width) : ValueDecoder
{
    private const int Step = 1024;

    // One a thread, not one a column: a wide table has thousands of columns.
    [ThreadStatic]
    private static int[]? t_step;

    private readonly HybridReader _indices = new();
    private bool _isEmpty;

    public override void Reset(ReadOnlyMemory<byte> data, int mostValues)
    {
        // A page of nothing but nulls may leave out even the width.
        _isEmpty = data.Length == 0;
        if (_isEmpty)
        {
            return;
        }

        int bits = data.Span[0];
        if (bits > 32)
        {
            Faults.Corrupt("dictionary indices are wider than 32 bits");
        }

        _indices.Reset(data[1..], bits);
    }

    /// <summary>The indices themselves, each within the dictionary.</summary>
    public void ReadCodes(Span<int> into)
    {
        if (into.Length == 0)
        {
            return;
        }

        NeedValues();
        _indices.Read(into);
        Check(into);
    }

    public override void ReadFixed(Span<byte> into, int count)
    {
        if (count == 0)
        {
            return;
        }

        NeedValues();
        while (count > 0)
        {
            int taken = _indices.TakeRun(count, out int code);
            if (taken > 0)
            {
                Check([code]);
                Fill(into[..(taken * width)], code);
            }
            else
            {
                taken = _indices.ReadPacked(StepCodes.AsSpan(0, Math.Min(count, Step)));
                ReadOnlySpan<int> codes = StepCodes.AsSpan(0, taken);
                Check(codes);
                Gather(codes, into);
            }

            into = into[(taken * width)..];
            count -= taken;
        }
    }

    public override void ReadInto(ValueBuffer into, int count)
    {
        if (count == 0)
        {
            return;
        }

        NeedValues();
        while (count > 0)
        {
            Span<int> codes = StepCodes.AsSpan(0, Math.Min(count, Step));
            _indices.Read(codes);
            Check(codes);
            CopyValues(dictionary, codes, into);
            count -= codes.Length;
        }
    }

    public override void Skip(int count)
    {
        if (count > 0)
        {
            NeedValues();
            _indices.Skip(count);
        }
    }

    /// <summary>Appends the byte arrays that codes stand for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyValues(ValueBuffer dictionary, ReadOnlySpan<int> codes, ValueBuffer into)
    {
        into.ReserveOffsets(codes.Length);
        ReadOnlySpan<byte> bytes = dictionary.Bytes;
        ReadOnlySpan<int> offsets = dictionary.Offsets;
        foreach (int code in codes)
        {
            int start = offsets[code];
            into.AddReserved(bytes[start..offsets[code + 1]]);
        }
    }

    /// <summary>Writes the values of a fixed width that codes stand for.</summary>
    public void Gather(ReadOnlySpan<int> codes, Span<byte> into)
    {
        switch (width)
        {
            case 4:
                Gather<uint>(codes, into);
                break;
            case 8:
                Gather<ulong>(codes, into);
                break;
            case 16:
                Gather<Vector128<byte>>(codes, into);
                break;
            default:
                ReadOnlySpan<byte> values = dictionary.Bytes;
                for (int i = 0; i < codes.Length; i++)
                {
                    values.Slice(codes[i] * width, width).CopyTo(into[(i * width)..]);
                }

                break;
        }
    }

    // Codes have been checked against the dictionary.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather<T>(ReadOnlySpan<int> codes, Span<byte> into)
        where T : unmanaged
    {
        ref T values = ref MemoryMarshal.GetReference(dictionary.As<T>());
        Span<T> target = MemoryMarshal.Cast<byte, T>(into)[..codes.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            target[i] = Unsafe.Add(ref values, codes[i]);
        }
    }

    private void Fill(Span<byte> into, int code)
    {
        ReadOnlySpan<byte> value = dictionary.Bytes.Slice(code * width, width);
        switch (width)
        {
            case 4:
                MemoryMarshal.Cast<byte, uint>(into).Fill(MemoryMarshal.Read<uint>(value));
                break;
            case 8:
                MemoryMarshal.Cast<byte, ulong>(into).Fill(MemoryMarshal.Read<ulong>(value));
                break;
            default:
                for (int at = 0; at < into.Length; at += width)
                {
                    value.CopyTo(into[at..]);
                }

                break;
        }
    }

    private static int[] StepCodes => t_step ??= new int[Step];

    private void NeedValues()
    {
        if (_isEmpty)
        {
            Faults.Corrupt("a page ends before its last value");
        }
    }

    private void Check(ReadOnlySpan<int> codes)
    {
        uint count = (uint)dictionary.Count;
        int i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            Vector<uint> bound = new(count);
            ReadOnlySpan<uint> unsigned = MemoryMarshal.Cast<int, uint>(codes);
            for (; i <= codes.Length - Vector<uint>.Count; i += Vector<uint>.Count)
            {
                if (Vector.GreaterThanOrEqualAny(new Vector<uint>(unsigned[i..]), bound))
                {
                    break;
                }
            }
        }

        for (; i < codes.Length; i++)
        {
            if ((uint)codes[i] >= count)
            {
                Faults.Corrupt("an index is outside the dictionary");
            }
        }
    }
}
