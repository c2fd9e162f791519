using System.IO.Compression;
using System.Text;
using Curate.Core.Errors;

namespace Curate.Formats.Tests.Files;

/// <summary>Streams that behave badly, and short ways to use good ones.</summary>
internal static class Streams
{
    public static byte[] All(Stream stream, int read = 4096)
    {
        var all = new MemoryStream();
        byte[] buffer = new byte[read];
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            all.Write(buffer, 0, count);
        }

        Assert.Equal(0, stream.Read(buffer));
        return all.ToArray();
    }

    public static string Text(Stream stream, int read = 4096)
    {
        using (stream)
        {
            return Encoding.UTF8.GetString(All(stream, read));
        }
    }

    public static byte[] Gzip(params IReadOnlyList<string> members)
    {
        var bytes = new MemoryStream();
        foreach (string member in members)
        {
            using var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true);
            gzip.Write(Encoding.UTF8.GetBytes(member));
        }

        return bytes.ToArray();
    }

    public static byte[] Numbered(int length)
    {
        byte[] bytes = new byte[length];
        uint state = 12345;
        for (int i = 0; i < length; i++)
        {
            state = state * 1664525 + 1013904223;
            bytes[i] = (byte)((state >> 24) % 60 + 32);
        }

        return bytes;
    }

    public static CurateException Fails(ErrorCode code, Action action)
    {
        var failure = Assert.Throws<CurateException>(action);
        Assert.Equal(code.Id, failure.Code.Id);
        return failure;
    }
}

/// <summary>Gives at most a few bytes per read, and cannot seek.</summary>
internal sealed class DribblingStream(byte[] bytes, int most = 1) : Stream
{
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int given = Math.Min(Math.Min(count, most), bytes.Length - _at);
        Array.Copy(bytes, _at, buffer, offset, given);
        _at += given;
        return given;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Accepts some bytes, then fails as a full disk or a closed pipe does.</summary>
internal sealed class FailingStream(Stream? inner, long room, int error) : Stream
{
    private long _written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _written; set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count)
    {
        _written += count;
        if (_written > room)
        {
            throw new IOException("It failed.", error);
        }

        inner?.Write(buffer, offset, count);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
