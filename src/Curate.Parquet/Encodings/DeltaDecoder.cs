using System.Runtime.InteropServices;

namespace Curate.Parquet.Encodings;

/// <summary>DELTA_BINARY_PACKED for columns of 32 or 64 bits.</summary>
internal sealed class DeltaDecoder(int width) : ValueDecoder
{
    private readonly DeltaReader _values = new();

    public override void Reset(ReadOnlyMemory<byte> data, int mostValues)
    {
        // A page of nothing but nulls may leave its values out altogether.
        if (data.Length == 0)
        {
            data = s_noValues;
        }

        _values.Reset(data);
    }

    private static readonly byte[] s_noValues = [128, 1, 4, 0, 0];

    public override void ReadFixed(Span<byte> into, int count)
    {
        if (width == 8)
        {
            _values.Read(MemoryMarshal.Cast<byte, long>(into)[..count]);
            return;
        }

        Span<int> target = MemoryMarshal.Cast<byte, int>(into)[..count];
        Span<long> wide = stackalloc long[256];
        for (int done = 0; done < count; done += wide.Length)
        {
            Span<long> part = wide[..Math.Min(wide.Length, count - done)];
            _values.Read(part);
            Span<int> narrow = target.Slice(done, part.Length);
            for (int i = 0; i < part.Length; i++)
            {
                narrow[i] = (int)part[i];
            }
        }
    }

    public override void Skip(int count) => _values.Skip(count);
}
