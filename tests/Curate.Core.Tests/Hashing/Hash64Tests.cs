using System.Buffers.Binary;
using Curate.Core.Hashing;
using Curate.TestKit;

namespace Curate.Core.Tests.Hashing;

public sealed class Hash64Tests
{
    /// <summary>Values in the middle of others take other steps than values at the end of memory: the hash must not tell.</summary>
    [Fact]
    public void Of_any_length_and_any_bytes_behind_is_the_hash_of_the_value_alone()
    {
        var random = new SplitMix64(3);
        byte[] bytes = new byte[400];
        for (int round = 0; round < 50; round++)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)random.Next();
            }

            for (int length = 0; length <= 200; length++)
            {
                int start = random.Below(bytes.Length - length + 1);
                ulong expected = Hash64.Of(bytes.AsSpan(start, length).ToArray());
                int[] behind = [length, length + 1, 47, 48, 49, bytes.Length - start];
                foreach (int readable in behind.Where(n => n >= length && n <= bytes.Length - start))
                {
                    Assert.Equal(expected, Hash64.Of(ref bytes[Math.Min(start, bytes.Length - 1)], length, readable));
                }
            }

            Assert.Equal(Hash64.Of(bytes.AsSpan(0, 8)), Hash64.OfBytes(BinaryPrimitives.ReadUInt64LittleEndian(bytes)));
        }
    }

    /// <summary>States store what follows from these.</summary>
    [Fact]
    public void Of_golden_values_never_change()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(static i => (byte)((i * 7) + 1))];
        Assert.Equal(
            [
                0x73BEC46D6247377CUL, 0x2718EC45F2C42D63UL, 0xC497F8E761866125UL, 0xD9A841F9BE8FE97AUL, 0x5424A809BD1EA95CUL, 0x61EE005ADA4EA6A5UL,
                0x49455F669B288D5DUL, 0xDDCCD45AB883DC3CUL, 0x358A856F7975D6DDUL, 0x780705A8C61FEEE8UL, 0x728DD05D76CEAB2DUL, 0x9EE745C7A703F00DUL,
                0x8709F9E8B2F491B6UL, 0x4944ABB16A536637UL, 0x25E330A826F1A8E2UL, 0x795BF00D806EB28FUL,
            ],
            new[] { 0, 1, 3, 4, 7, 8, 15, 16, 17, 32, 33, 48, 49, 64, 65, 100 }.Select(n => Hash64.Of(bytes.AsSpan(0, n))));
    }
}
