namespace Curate.Parquet.Tests.Compression;

/// <summary>
/// Reads Thrift's compact protocol without a schema: a struct is a map from field number to long, byte[], List or another map. Only for
/// finding the pages of real files in tests.
/// </summary>
internal sealed class ThriftStruct(byte[] bytes, int at)
{
    public int At { get; private set; } = at;

    public Dictionary<int, object> Struct()
    {
        Dictionary<int, object> fields = [];
        int id = 0;
        while (true)
        {
            int head = bytes[At++];
            if (head == 0)
            {
                return fields;
            }

            id = head >> 4 != 0 ? id + (head >> 4) : (int)ZigZag();
            fields[id] = (head & 15) switch { 1 => 1L, 2 => 0L, int type => Value(type) };
        }
    }

    private object Value(int type)
    {
        switch (type)
        {
            case 1 or 2:
                return (long)bytes[At++];
            case 3:
                return (long)(sbyte)bytes[At++];
            case 4 or 5 or 6:
                return ZigZag();
            case 7:
                At += 8;
                return 0L;
            case 8:
                int length = (int)Varint();
                At += length;
                return bytes[(At - length)..At];
            case 9 or 10:
                int head = bytes[At++];
                int count = head >> 4 == 15 ? (int)Varint() : head >> 4;
                List<object> items = [];
                for (int i = 0; i < count; i++)
                {
                    items.Add(Value(head & 15));
                }

                return items;
            case 12:
                return Struct();
            default:
                throw new InvalidDataException($"Thrift type {type}");
        }
    }

    private long ZigZag()
    {
        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[At++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
