using System.Buffers.Binary;
using System.Text;

namespace Curate.Parquet.Thrift;

/// <summary>Writes Thrift's compact protocol into a buffer that grows. Fields are written in the order of their numbers.</summary>
internal sealed class CompactWriter
{
    private byte[] _bytes = new byte[256];
    private int _length;
    private int _lastField;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear()
    {
        _length = 0;
        _lastField = 0;
    }

    public int BeginStruct()
    {
        int outer = _lastField;
        _lastField = 0;
        return outer;
    }

    public void EndStruct(int outer)
    {
        Byte(0);
        _lastField = outer;
    }

    /// <summary>Begins a field that holds a structure.</summary>
    public int BeginStruct(int field)
    {
        Head(field, CompactType.Struct);
        return BeginStruct();
    }

    /// <summary>A field that holds a structure without fields.</summary>
    public void EmptyStruct(int field) => EndStruct(BeginStruct(field));

    public void I8(int field, int value)
    {
        Head(field, CompactType.I8);
        Byte((byte)value);
    }

    public void I16(int field, int value) => Number(field, CompactType.I16, value);

    public void I32(int field, int value) => Number(field, CompactType.I32, value);

    public void I64(int field, long value) => Number(field, CompactType.I64, value);

    public void I32(int field, int? value)
    {
        if (value is int known)
        {
            I32(field, known);
        }
    }

    public void I64(int field, long? value)
    {
        if (value is long known)
        {
            I64(field, known);
        }
    }

    public void Flag(int field, bool value) => Head(field, value ? CompactType.True : CompactType.False);

    public void Flag(int field, bool? value)
    {
        if (value is bool known)
        {
            Flag(field, known);
        }
    }

    public void Binary(int field, ReadOnlySpan<byte> value)
    {
        Head(field, CompactType.Binary);
        Bytes(value);
    }

    public void Text(int field, string? value)
    {
        if (value is not null)
        {
            Head(field, CompactType.Binary);
            Text(value);
        }
    }

    /// <summary>Bytes that are a whole value of the given type already.</summary>
    public void Raw(int field, CompactType type, ReadOnlySpan<byte> value)
    {
        Head(field, type);
        Append(value);
    }

    public void BeginList(int field, CompactType element, int count)
    {
        Head(field, CompactType.List);
        if (count < 15)
        {
            Byte((byte)(count << 4 | (int)element));
        }
        else
        {
            Byte((byte)(0xF0 | (int)element));
            Varint((ulong)count);
        }
    }

    /// <summary>An element of a list of numbers.</summary>
    public void Element(long value) => Varint(ZigZag(value));

    /// <summary>An element of a list of strings.</summary>
    public void Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    /// <summary>A number without sign, seven bits a byte.</summary>
    public void Varint(ulong value)
    {
        while (value >= 128)
        {
            Byte((byte)(value | 128));
            value >>= 7;
        }

        Byte((byte)value);
    }

    public void Double(int field, double value)
    {
        Head(field, CompactType.Double);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        Append(bytes);
    }

    private static ulong ZigZag(long value) => (ulong)(value << 1 ^ value >> 63);

    private void Number(int field, CompactType type, long value)
    {
        Head(field, type);
        Varint(ZigZag(value));
    }

    private void Head(int field, CompactType type)
    {
        int delta = field - _lastField;
        if (delta is > 0 and <= 15)
        {
            Byte((byte)(delta << 4 | (int)type));
        }
        else
        {
            Byte((byte)type);
            Varint(ZigZag(field));
        }

        _lastField = field;
    }

    private void Bytes(ReadOnlySpan<byte> value)
    {
        Varint((ulong)value.Length);
        Append(value);
    }

    private void Append(ReadOnlySpan<byte> value)
    {
        if (_bytes.Length - _length < value.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(_length + value.Length)));
        }

        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
    }

    private void Byte(byte value)
    {
        if (_length == _bytes.Length)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        _bytes[_length++] = value;
    }
}
