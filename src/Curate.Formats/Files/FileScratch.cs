using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Running;

namespace Curate.Formats.Files;

/// <summary>
/// Scratch space in a private sub-folder <c>curate-PID-N</c> of a folder, made when first needed and removed on dispose. Every run and
/// region is a file; their bytes together stay below the limit. Each open run that is written in small pieces holds a block of 64 KiB. Safe for use from any thread.
/// </summary>
/// <param name="folder">Where the sub-folder goes (<c>--scratch</c>); made if it is not there.</param>
/// <param name="limitBytes">Most bytes in use at one time (<c>--scratch-limit</c>).</param>
public sealed class FileScratch(string folder, long limitBytes = long.MaxValue) : IScratch
{
    internal const int BlockBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, (string Path, ScratchUse Use)> _runs = [];
    private readonly List<MappedFile> _regions = [];
    private readonly ScratchUse _total = new(limitBytes, $"scratch folder '{folder}'");
    private string? _own;
    private FileStream? _owner;
    private int _next;
    private bool _disposed;

    public long BytesInUse => _total.Bytes;

    public Stream CreateRun(string purpose, out ScratchRun run)
    {
        lock (_gate)
        {
            run = new ScratchRun(_next++);
            string path = PathFor(purpose, run.Id, "run");
            var use = new ScratchUse(_total);
            try
            {
                var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, 0);
                _runs.Add(run.Id, (path, use));
                return new ScratchWriteStream(file, use, Failed);
            }
            catch (Exception failure) when (FileFailures.IsOutside(failure))
            {
                throw Failed(failure);
            }
        }
    }

    public Stream OpenRun(ScratchRun run)
    {
        string path;
        lock (_gate)
        {
            path = _runs.TryGetValue(run.Id, out (string Path, ScratchUse Use) known)
                ? known.Path
                : throw new ArgumentException("The run is not in this scratch.", nameof(run));
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BlockBytes, FileOptions.SequentialScan);
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            throw FileFailures.CannotRead(path, failure);
        }
    }

    public void Delete(ScratchRun run)
    {
        lock (_gate)
        {
            if (_runs.Remove(run.Id, out (string Path, ScratchUse Use) gone))
            {
                OutputTarget.TryDelete(gone.Path);
                gone.Use.GiveBackAll();
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The space is reserved at once where the file system can: a page of a sparse file that finds the disk full ends the process
    /// without a word.
    /// </remarks>
    public IMappedRegion Map(string purpose, long bytes)
    {
        var use = new ScratchUse(_total);
        use.Take(bytes);
        try
        {
            lock (_gate)
            {
                var region = new MappedFile(PathFor(purpose, _next++, "map"), bytes, use);
                _regions.Add(region);
                return region;
            }
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            use.GiveBackAll();
            throw Failed(failure);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _regions.ForEach(region => region.Dispose());
            _runs.Clear();
            if (_own is null)
            {
                return;
            }

            try
            {
                _owner?.Dispose();
                Directory.Delete(_own, recursive: true);
            }
            catch (Exception failure) when (FileFailures.IsOutside(failure))
            {
                // A leftover scratch folder is no reason to fail a run that is over.
            }
        }
    }

    private Exception Failed(Exception failure) => FileFailures.IsDiskFull(failure)
        ? new CurateException(ErrorCodes.ScratchLimit, $"The disk of the scratch folder '{folder}' is full.", ErrorCodes.ScratchLimit.Remedy, failure)
        : new CurateException(ErrorCodes.CannotWrite, $"Cannot write to the scratch folder '{folder}': {FileFailures.Reason(failure)}.",
            "Point --scratch at a folder that can be written to.", failure);

    private string PathFor(string purpose, int id, string extension)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _own ??= MakeOwn();
        char[] name = [.. purpose.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')];
        return Path.Combine(_own, string.Create(CultureInfo.InvariantCulture, $"{id}-{new string(name)}.{extension}"));
    }

    // Processes of equal number meet on a shared disk (containers all count from 1), so the folder belongs to who creates its lock file.
    private string MakeOwn()
    {
        try
        {
            for (int n = 0; ; n++)
            {
                string path = Path.Combine(Path.GetFullPath(folder), string.Create(CultureInfo.InvariantCulture, $"curate-{Environment.ProcessId}-{n}"));
                if (Directory.Exists(path))
                {
                    continue;
                }

                Directory.CreateDirectory(folder);
                if (OperatingSystem.IsWindows())
                {
                    Directory.CreateDirectory(path);
                }
                else
                {
                    Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                }

                string mark = Path.Combine(path, "owner");
                try
                {
                    _owner = new FileStream(mark, FileMode.CreateNew, FileAccess.Write, FileShare.Delete, 0, FileOptions.None);
                    return path;
                }
                catch (IOException) when (File.Exists(mark))
                {
                    // Another process was quicker.
                }
            }
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            throw Failed(failure);
        }
    }
}
