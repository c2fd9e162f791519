using System.Buffers.Binary;
using System.Text;

namespace Curate.Parquet.Thrift;

/// <summary>
/// Reads Thrift's compact protocol from a span. Counts and lengths are compared with the bytes that are left before anything is made of
/// them, and nesting is bounded, so hostile input costs no more than its own size.
/// </summary>
internal ref struct CompactReader(ReadOnlySpan<byte> data)
{
    // Parquet's own structures nest nine deep; the rest is room for unknown fields.
    private const int DeepestNesting = 48;

    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;
    private int _depth;
    private short _lastField;

    public readonly int Position => _at;

    public readonly int Left => _data.Length - _at;

    public static bool IsInteger(CompactType type) => type is CompactType.I8 or CompactType.I16 or CompactType.I32 or CompactType.I64;

    public static bool IsFlag(CompactType type) => type is CompactType.True or CompactType.False;

    /// <summary>Enters a structure; what it gives is handed to <see cref="EndStruct"/>.</summary>
    public short BeginStruct()
    {
        if (++_depth > DeepestNesting)
        {
            Faults.Corrupt("metadata is nested deeper than any Parquet structure");
        }

        short outer = _lastField;
        _lastField = 0;
        return outer;
    }

    public void EndStruct(short outer)
    {
        _depth--;
        _lastField = outer;
    }

    /// <summary>A copy of the bytes from here to where a later state of the same reader stands.</summary>
    public readonly byte[] Between(CompactReader later) => _data[_at..later._at].ToArray();

    /// <summary>The next field of the current structure; false at its end.</summary>
    public bool NextField(out short id, out CompactType type)
    {
        byte head = ReadByte();
        type = (CompactType)(head & 15);
        if (type == CompactType.Stop)
        {
            id = 0;
            return false;
        }

        int delta = head >> 4;
        _lastField = delta != 0 ? (short)(_lastField + delta) : (short)ReadZigZag();
        id = _lastField;
        return true;
    }

    public int ReadI32(CompactType type)
    {
        if (type == CompactType.I8)
        {
            return (sbyte)ReadByte();
        }

        long value = ReadZigZag();
        if (value != (int)value)
        {
            Faults.Corrupt("a 32-bit number of the metadata is too large");
        }

        return (int)value;
    }

    public long ReadI64(CompactType type) => type == CompactType.I8 ? (sbyte)ReadByte() : ReadZigZag();

    /// <summary>The bytes of a string or binary, without copying them.</summary>
    public ReadOnlySpan<byte> ReadBinary()
    {
        ulong length = ReadVarint();
        if (length > (ulong)Left)
        {
            Faults.Corrupt("a string of the metadata runs past the end");
        }

        ReadOnlySpan<byte> bytes = _data.Slice(_at, (int)length);
        _at += (int)length;
        return bytes;
    }

    public string ReadString() => Encoding.UTF8.GetString(ReadBinary());

    /// <summary>Enters a list; gives its length, which is at most the bytes that are left.</summary>
    public int BeginList(out CompactType element)
    {
        byte head = ReadByte();
        element = (CompactType)(head & 15);
        ulong count = (ulong)(head >> 4);
        if (count == 15)
        {
            count = ReadVarint();
        }

        // Every element takes a byte at least, the empty structure its stop byte.
        if (count > (ulong)Left)
        {
            Faults.Corrupt("a list of the metadata runs past the end");
        }

        return (int)count;
    }

    public double ReadDouble()
    {
        Need(8);
        double value = BinaryPrimitives.ReadDoubleLittleEndian(_data[_at..]);
        _at += 8;
        return value;
    }

    /// <summary>Passes over a value of any type.</summary>
    public void Skip(CompactType type)
    {
        switch (type)
        {
            case CompactType.True or CompactType.False:
                break;
            case CompactType.I8:
                ReadByte();
                break;
            case CompactType.I16 or CompactType.I32 or CompactType.I64:
                ReadVarint();
                break;
            case CompactType.Double:
                ReadDouble();
                break;
            case CompactType.Binary:
                ReadBinary();
                break;
            case CompactType.Uuid:
                Need(16);
                _at += 16;
                break;
            case CompactType.List or CompactType.Set:
                int count = BeginList(out CompactType element);
                Enter();
                for (int i = 0; i < count; i++)
                {
                    SkipElement(element);
                }

                _depth--;
                break;
            case CompactType.Map:
                SkipMap();
                break;
            case CompactType.Struct:
                short outer = BeginStruct();
                while (NextField(out _, out CompactType field))
                {
                    Skip(field);
                }

                EndStruct(outer);
                break;
            default:
                Faults.Corrupt("the metadata has a value of an unknown wire type");
                break;
        }
    }

    private void SkipMap()
    {
        ulong count = ReadVarint();
        if (count > (ulong)Left)
        {
            Faults.Corrupt("a map of the metadata runs past the end");
        }

        if (count == 0)
        {
            return;
        }

        byte types = ReadByte();
        Enter();
        for (ulong i = 0; i < count; i++)
        {
            SkipElement((CompactType)(types >> 4));
            SkipElement((CompactType)(types & 15));
        }

        _depth--;
    }

    private void Enter()
    {
        if (++_depth > DeepestNesting)
        {
            Faults.Corrupt("metadata is nested deeper than any Parquet structure");
        }
    }

    // Inside lists and maps a boolean is a byte, not a part of the field's head.
    private void SkipElement(CompactType type)
    {
        if (IsFlag(type))
        {
            ReadByte();
        }
        else
        {
            Skip(type);
        }
    }

    private long ReadZigZag()
    {
        ulong value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte part = ReadByte();
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
            {
                return value;
            }
        }

        Faults.Corrupt("a number of the metadata has more than ten bytes");
        return 0;
    }

    private byte ReadByte()
    {
        if (_at >= _data.Length)
        {
            Faults.Corrupt("the metadata ends too early");
        }

        return _data[_at++];
    }

    private readonly void Need(int bytes)
    {
        if (Left < bytes)
        {
            Faults.Corrupt("the metadata ends too early");
        }
    }
}
