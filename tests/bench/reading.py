"""From tray to register and answer: intake, sender."""
from house import House
from table import row, timed, title

MAILS = 500


def mail(number):
    return (f"From: person{number}@example.org\r\nTo: complaints@mail.test\r\n"
            f"Subject: Ward {number}\r\nMessage-ID: <{number}@example.org>\r\n"
            "\r\nI wish to make a formal complaint about the way I was "
            f"treated on ward {number}. Nobody answered the bell for hours, "
            "and I would like an explanation.\r\n").encode()


def bench_register(folder):
    title("register: 500 e-mails from the tray, fsync everywhere")
    house = House(folder)
    for number in range(MAILS):
        (house.spool / "post" / f"{number}.eml").write_bytes(mail(number))
    row("intake --once: tray to register", MAILS,
        *timed(lambda: house.run("intake", "--once", timeout=600)))
    row("sender --once: acknowledgements to files", MAILS,
        *timed(lambda: house.run("sender", "--once", timeout=600)))
    row("list: all cases", MAILS, *timed(lambda: house.run("list")))
