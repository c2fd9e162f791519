using System.Security.Cryptography;
using Curate.Core.Hashing;

namespace Curate.Core.Tests.Hashing;

/// <summary>Our own arithmetic comes to what the system's library gives.</summary>
public sealed class Sha256Tests
{
    /// <summary>The examples of FIPS 180-2, appendix B.</summary>
    [Theory]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void Published_examples(string text, string expected)
    {
        foreach (bool system in new[] { false, true })
        {
            using var hash = new Sha256(system);
            hash.Append(System.Text.Encoding.ASCII.GetBytes(text));
            Assert.Equal(expected, Convert.ToHexStringLower(hash.Finish()));
        }
    }

    [Fact]
    public void Any_length_in_any_pieces()
    {
        var random = new Random(11);
        for (int round = 0; round < 400; round++)
        {
            byte[] bytes = new byte[round < 200 ? round : random.Next(5000)];
            random.NextBytes(bytes);
            using var hash = new Sha256(system: false);
            for (int at = 0; at < bytes.Length;)
            {
                int piece = Math.Min(bytes.Length - at, random.Next(1, 200));
                hash.Append(bytes.AsSpan(at, piece));
                at += piece;
            }

            Assert.Equal(SHA256.HashData(bytes), hash.Finish());
            Assert.Equal(SHA256.HashData(bytes), Sha256.Of(bytes));
        }
    }
}
