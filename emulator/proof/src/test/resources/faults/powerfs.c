/*
 * A file system that forgets what was not synced: powerfs BACKING MOUNTPOINT none|some|all SEED
 *
 * Pages that were written and not fsynced live in memory only. SIGUSR1 is the power cut: of these pages none, a random
 * half, or all reach BACKING, a quarter of the kept ones torn at 512 bytes; from then on every call fails with EIO.
 * Names, sizes set by truncate, renames and deletions are durable at once. One thread, for one test at a time.
 */
#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE 4096

struct page { off_t at; unsigned char bytes[PAGE]; struct page *next; };
struct file { char path[512]; off_t size; struct page *pages; struct file *next; };

static struct file *files;
static const char *backing, *mode;
static volatile sig_atomic_t cut_now;
static int dead;

static const char *real_path(const char *path) {
    static char full[2][1024];
    static int turn;
    turn = !turn;
    snprintf(full[turn], sizeof full[turn], "%s%s", backing, path);
    return full[turn];
}

static struct file *find(const char *path) {
    for (struct file *f = files; f; f = f->next)
        if (!strcmp(f->path, path)) return f;
    return NULL;
}

static off_t durable_size(const char *path) {
    struct stat st;
    return lstat(real_path(path), &st) ? 0 : st.st_size;
}

/* writes the pages that survive and forgets all */
static int settle(struct file *f, const char *which) {
    int fd = f->pages ? open(real_path(f->path), O_WRONLY) : -1;
    for (struct page *p = f->pages, *next; p; p = next) {
        long length = f->size - p->at > PAGE ? PAGE : f->size - p->at;
        int keep = !strcmp(which, "all") || (!strcmp(which, "some") && rand() % 2);
        if (!strcmp(which, "some") && rand() % 4 == 0 && length > 512) length = 512 * (1 + rand() % (length / 512));
        if (keep && length > 0 && fd >= 0 && pwrite(fd, p->bytes, length, p->at) != length) return -EIO;
        next = p->next;
        free(p);
    }
    if (fd >= 0) close(fd);
    f->pages = NULL;
    return 0;
}

static void forget(const char *path) {
    for (struct file **f = &files; *f; f = &(*f)->next)
        if (!strcmp((*f)->path, path)) {
            struct file *gone = *f;
            *f = gone->next;
            settle(gone, "none");
            free(gone);
            return;
        }
}

/* every call begins here: is there still power? */
static int alive(void) {
    if (cut_now && !dead) {
        dead = 1;
        while (files) { settle(files, mode); forget(files->path); }
    }
    return !dead;
}
#define ALIVE if (!alive()) return -EIO
#define DONE(call) return (call) == -1 ? -errno : 0

static int do_getattr(const char *path, struct stat *st, struct fuse_file_info *fi) {
    (void) fi;
    ALIVE;
    if (lstat(real_path(path), st)) return -errno;
    struct file *f = find(path);
    if (f) st->st_size = f->size;
    return 0;
}

static int do_readdir(const char *path, void *buf, fuse_fill_dir_t fill, off_t off, struct fuse_file_info *fi,
                      enum fuse_readdir_flags flags) {
    (void) off; (void) fi; (void) flags;
    ALIVE;
    DIR *dir = opendir(real_path(path));
    if (!dir) return -errno;
    for (struct dirent *e = readdir(dir); e; e = readdir(dir)) fill(buf, e->d_name, NULL, 0, 0);
    closedir(dir);
    return 0;
}

static int do_create(const char *path, mode_t m, struct fuse_file_info *fi) {
    ALIVE;
    int fd = open(real_path(path), O_CREAT | O_WRONLY | (fi->flags & O_EXCL), m);
    if (fd == -1) return -errno;
    close(fd);
    return 0;
}

static int do_open(const char *path, struct fuse_file_info *fi) {
    (void) fi;
    ALIVE;
    DONE(access(real_path(path), F_OK));
}

static int do_read(const char *path, char *buf, size_t size, off_t off, struct fuse_file_info *fi) {
    (void) fi;
    ALIVE;
    struct file *f = find(path);
    off_t end = f ? f->size : durable_size(path);
    if (off >= end) return 0;
    if ((off_t) size > end - off) size = end - off;
    memset(buf, 0, size);
    int fd = open(real_path(path), O_RDONLY);
    if (fd == -1 || pread(fd, buf, size, off) == -1) return -errno;
    close(fd);
    for (struct page *p = f ? f->pages : NULL; p; p = p->next) {
        off_t from = p->at > off ? p->at : off, to = p->at + PAGE < off + (off_t) size ? p->at + PAGE : off + (off_t) size;
        if (from < to) memcpy(buf + (from - off), p->bytes + (from - p->at), to - from);
    }
    return size;
}

static struct page *page_of(struct file *f, off_t at) {
    for (struct page *p = f->pages; p; p = p->next)
        if (p->at == at) return p;
    struct page *p = calloc(1, sizeof *p);
    int fd = open(real_path(f->path), O_RDONLY);
    if (fd >= 0 && pread(fd, p->bytes, PAGE, at) < 0) perror("powerfs");
    if (fd >= 0) close(fd);
    p->at = at;
    p->next = f->pages;
    f->pages = p;
    return p;
}

static int do_write(const char *path, const char *buf, size_t size, off_t off, struct fuse_file_info *fi) {
    (void) fi;
    ALIVE;
    struct file *f = find(path);
    if (!f) {
        f = calloc(1, sizeof *f);
        snprintf(f->path, sizeof f->path, "%s", path);
        f->size = durable_size(path);
        f->next = files;
        files = f;
    }
    for (size_t done = 0; done < size;) {
        off_t at = off + done, start = at / PAGE * PAGE;
        size_t part = start + PAGE - at < (off_t) (size - done) ? (size_t) (start + PAGE - at) : size - done;
        memcpy(page_of(f, start)->bytes + (at - start), buf + done, part);
        done += part;
    }
    if (off + (off_t) size > f->size) f->size = off + size;
    return size;
}

static int do_fsync(const char *path, int data, struct fuse_file_info *fi) {
    (void) data; (void) fi;
    ALIVE;
    struct file *f = find(path);
    int result = f ? settle(f, "all") : 0;
    forget(path);
    return result;
}

static int do_fsyncdir(const char *path, int data, struct fuse_file_info *fi) {
    (void) path; (void) data; (void) fi;
    ALIVE;
    return 0;
}

static int do_truncate(const char *path, off_t size, struct fuse_file_info *fi) {
    ALIVE;
    if (find(path)) do_fsync(path, 0, fi);
    DONE(truncate(real_path(path), size));
}

static int do_unlink(const char *path) { ALIVE; forget(path); DONE(unlink(real_path(path))); }
static int do_mkdir(const char *path, mode_t m) { ALIVE; DONE(mkdir(real_path(path), m)); }
static int do_rename(const char *from, const char *to, unsigned flags) {
    (void) flags;
    ALIVE;
    forget(to);
    struct file *f = find(from);
    if (f) snprintf(f->path, sizeof f->path, "%s", to);
    DONE(rename(real_path(from), real_path(to)));
}

static void do_destroy(void *data) {
    (void) data;
    if (alive()) mode = "all", cut_now = 1, alive();
}

static const struct fuse_operations operations = {
    .getattr = do_getattr, .readdir = do_readdir, .create = do_create, .open = do_open, .read = do_read,
    .write = do_write, .fsync = do_fsync, .fsyncdir = do_fsyncdir, .truncate = do_truncate, .unlink = do_unlink,
    .mkdir = do_mkdir, .rename = do_rename, .destroy = do_destroy,
};

static void on_cut(int signal) { (void) signal; cut_now = 1; }

int main(int argc, char **argv) {
    if (argc != 5) return fprintf(stderr, "powerfs BACKING MOUNTPOINT none|some|all SEED\n"), 2;
    backing = argv[1];
    mode = argv[3];
    srand(atoi(argv[4]));
    signal(SIGUSR1, on_cut);
    char *arguments[] = {argv[0], "-f", "-s", "-o", "fsname=powerfs", argv[2]};
    return fuse_main(6, arguments, &operations, NULL);
}
